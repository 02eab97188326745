import { describe, expect, test } from 'vitest';
import { operationWith } from '../operation/operation.fixture.ts';
import { deliveryWith } from './record.fixture.ts';
import { readRequest, unlessTaken } from './request.ts';

const asked = { snapshot_name: 'nightly', target_cluster_id: 'restored' };
const requestOf = (detail: object, id = 'AB-12') =>
  readRequest(
    deliveryWith({
      id,
      source: 'aurora-restore.request',
      'detail-type': 'RestoreRequested',
      detail,
    }),
  );

describe('reading a request', () => {
  test('derives the operation’s id from the event’s', () => {
    const operationId = 'op-ab-12';

    expect(requestOf(asked)).toEqual({
      operationId,
      request: { ...asked, operation_id: operationId },
      reasons: [],
    });
  });

  test('makes an id of whatever the event’s is', () => {
    expect(requestOf(asked, 'Über/lang:'.repeat(9)).operationId).toMatch(/^op-[a-z0-9-]{37}$/);
  });

  test('names unknown fields, however deep', () => {
    const serverless_v2_scaling = { min_capacity: 1, max_capacity: 2, pause: true };

    const { reasons } = requestOf({ ...asked, colour: 'red', size: 3, serverless_v2_scaling });

    expect(reasons.map(({ field, message }) => [field, message]).sort()).toEqual([
      ['colour', 'colour is not a field of a request'],
      ['serverless_v2_scaling.pause', 'serverless_v2_scaling.pause is not a field of a request'],
      ['size', 'size is not a field of a request'],
    ]);
  });

  test.each([
    ['2026-13-01', 'DATE_INVALID'],
    ['yesterday', 'DATE_INVALID'],
    [20260101, 'DATE_INVALID'],
  ])('tells that %s is no day', (snapshot_date, code) => {
    const { reasons } = requestOf({
      source_cluster_id: 'shop',
      target_cluster_id: 'restored',
      snapshot_date,
    });

    expect(reasons).toMatchObject([{ code, field: 'snapshot_date' }]);
  });

  test('tells that the target is the source', () => {
    const { reasons } = requestOf({ source_cluster_id: 'shop', target_cluster_id: 'Shop' });

    expect(reasons).toMatchObject([{ code: 'TARGET_IS_SOURCE', field: 'target_cluster_id' }]);
  });

  test('says what is wrong with a key', () => {
    const { reasons } = requestOf({ ...asked, tags: { 'aws:owner': 'me' } });

    expect(reasons).toEqual([
      {
        code: 'REQUEST_INVALID',
        field: 'tags.aws:owner',
        message: expect.stringContaining('tags.aws:owner must not begin with aws:'),
      },
    ]);
  });
});

describe('a request whose id is in use', () => {
  const requested = requestOf({ ...asked, operation_id: 'mine' });

  test('is a double if it is the same event, or says the same', () => {
    const sameEvent = operationWith({ request_event_id: 'AB-12', request: {} });
    const sameRequest = operationWith({ request: { operation_id: 'mine', ...asked } });

    expect(unlessTaken(requested, sameEvent, 'AB-12')).toBe(requested);
    expect(unlessTaken(requested, sameRequest, 'AB-12')).toBe(requested);
  });

  test('is refused if it says something else, beside whatever else is wrong with it', () => {
    const other = operationWith({ request: { ...asked, operation_id: 'mine', port: 3306 } });
    const malformed = requestOf({ ...asked, operation_id: 'mine', colour: 'red' });

    const refused = unlessTaken(malformed, other, 'AB-12');

    expect(refused.operationId).toBe('op-ab-12');
    expect(refused.request).toMatchObject({ operation_id: 'mine' });
    expect(refused.reasons.map(({ code, field }) => [code, field])).toEqual([
      ['OPERATION_ID_TAKEN', 'operation_id'],
      ['REQUEST_INVALID', 'colour'],
    ]);
  });
});

import { expect, test } from 'vitest';
import { RestoreRequested } from '../../events/index.ts';
import { WorkStarted } from './contract.fixture.ts';
import { defineObserver } from './contract.ts';
import { NotAnEvent } from './delivery.ts';
import { observed } from './observed.ts';
import { deliveryWith } from './record.fixture.ts';

const contract = defineObserver({
  name: 'watch-work',
  consumes: [RestoreRequested, WorkStarted],
  failureImpact: 'nobody hears of it',
  timeoutSeconds: 30,
  tables: [],
  permissions: [],
});
const detail = {
  copy_id: 'copy',
  operation_id: 'op',
  attempt: 1,
  sequence: 2,
  metadata: { event_id: 'its-own', occurred_at: '2026-03-01T11:59:58.123Z', version: 1 },
};

test('an event of ours is seen under its own id and at its own time', () => {
  expect(observed(contract, deliveryWith({ detail }))).toEqual({
    name: 'WorkStarted',
    operation_id: 'op',
    sequence: 2,
    event_id: 'its-own',
    occurred_at: '2026-03-01T11:59:58.123Z',
    detail,
  });
});

test.each([
  ['the operation that it names', { operation_id: 'mine' }, 'mine'],
  ['the operation that it becomes', { colour: 'red' }, 'op-bus-event'],
])('a request, malformed or not, belongs to %s', (_, request, operation_id) => {
  const requested = {
    source: 'aurora-restore.request',
    'detail-type': 'RestoreRequested',
    detail: request,
  };

  expect(observed(contract, deliveryWith(requested))).toEqual({
    name: 'RestoreRequested',
    operation_id,
    sequence: 0,
    event_id: 'bus-event',
    occurred_at: '2026-03-01T11:59:59.000Z',
    detail: { ...request, operation_id },
  });
});

test('of a request that cannot be stored, as much is seen as can be', () => {
  const requested = {
    source: 'aurora-restore.request',
    'detail-type': 'RestoreRequested',
    detail: { target_cluster_id: 'restored', port: 1e300 },
  };

  expect(observed(contract, deliveryWith(requested)).detail).toMatchObject({
    target_cluster_id: 'restored',
    unstorable: { json: '{"target_cluster_id":"restored","port":1e+300}' },
  });
});

test.each([
  ['of another name', { 'detail-type': 'WorkDone', detail }],
  ['from another source', { source: 'aurora-restore.request', detail }],
  ['without its envelope', { detail: { copy_id: 'copy' } }],
  [
    'of no time',
    { source: 'aurora-restore.request', 'detail-type': 'RestoreRequested', time: 'once' },
  ],
])('an event %s is not one', (_, event) => {
  expect(() => observed(contract, deliveryWith(event))).toThrow(NotAnEvent);
});

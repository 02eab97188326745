import { afterAll, describe, expect, test } from 'vitest';
import { at, errorWith, operationWith } from '../operation/operation.fixture.ts';
import { openTables, REGION } from '../operation/tables.fixture.ts';
import { asked, derived, ownId, requestOf, startRequests } from './requests.fixture.ts';
import { acknowledged } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const mustNotRun = async () => {
  throw new Error('there is nothing to do');
};

describe('a malformed request', () => {
  const malformed = {
    target_cluster_id: 'two--hyphens',
    snapshot_name: 'nightly',
    source_cluster_id: 'prod',
    port: 1,
    colour: 'red',
  };
  const fields = ['target_cluster_id', 'port', 'colour', 'source_cluster_id'];

  test('is rejected with every reason at once, recorded, published and acknowledged', async () => {
    const step = startRequests(tables, mustNotRun);
    const body = requestOf(malformed);

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    const operation = await step.read(derived(body));
    expect(operation).toMatchObject({
      status: 'rejected',
      sequence: 1,
      published: true,
      request: malformed,
    });
    const told = operation.error?.reasons?.map(({ code, field }) => [code, field]);
    expect(told).toEqual(fields.map((field) => ['REQUEST_INVALID', field]));
    expect(step.published).toMatchObject([
      {
        detail_type: 'RestoreRejected',
        detail: {
          target_cluster_id: 'two--hyphens',
          sequence: 1,
          metadata: { causation_id: body.id },
        },
      },
    ]);
  });

  test('is rejected once, however often it comes', async () => {
    const step = startRequests(tables, mustNotRun);
    const message = step.message(requestOf(malformed));
    step.interruptions.at('before publish', 'dies');

    await step.settle(message);
    await step.settle(step.redrive(message));

    expect(step.published).toHaveLength(1);
  });

  test('without a target names none in its rejection', async () => {
    const step = startRequests(tables, mustNotRun);

    await step.deliver(step.message(requestOf({ snapshot_name: 'nightly' })));

    expect(step.published).toHaveLength(1);
    expect(step.published[0]?.detail).not.toHaveProperty('target_cluster_id');
  });

  test.each([
    ['a number beyond all bounds', { ...asked, requested_by: 2 ** 70 }],
    ['nothing in it', {}],
    ['an operation_id that cannot be one', { ...asked, operation_id: 'NOT/ONE' }],
  ])('with %s is recorded and rejected all the same', async (_, detail) => {
    const step = startRequests(tables, mustNotRun);
    const body = requestOf(detail);

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    expect(await step.read(derived(body))).toMatchObject({ status: 'rejected', published: true });
  });

  test('that died before it was rejected is rejected by a redrive, whoever has its target', async () => {
    const step = startRequests(tables, mustNotRun);
    const body = requestOf(malformed);
    const message = step.message(body);
    step.interruptions.at('after create', 'dies');
    await step.deliver(message);
    const created = await step.read(derived(body));
    const error = errorWith({ code: 'STEP_CRASHED', at: at(0), message_id: undefined });
    await tables.put({ ...created, status: 'failed', error });
    const { operation_id } = await tables.put(operationWith());
    const target = { kind: 'cluster', region: REGION, id: malformed.target_cluster_id } as const;
    await tables.operations.hold(target, operation_id, step.now());
    step.advance(1);

    expect(await step.settle(step.redrive(message))).toBe('acknowledged');

    expect(await step.read(derived(body))).toMatchObject({ status: 'rejected', sequence: 1 });
    expect(await tables.operations.holder(target)).toBe(operation_id);
  });
});

describe('a request under an operation_id that stands for another', () => {
  async function taken() {
    const step = startRequests(tables);
    const operation_id = ownId();
    await step.deliver(step.message(requestOf({ ...asked, operation_id })));
    const body = requestOf({ ...asked, operation_id, snapshot_name: 'weekly' });
    return { step, operation_id, body, message: step.message(body) };
  }

  test('is rejected under an id of its own, and leaves the other alone', async () => {
    const { step, operation_id, body, message } = await taken();
    const other = await step.read({ operation_id });

    expect(await step.deliver(message)).toEqual(acknowledged);

    expect(await step.read(derived(body))).toMatchObject({
      status: 'rejected',
      request: body.detail,
      error: {
        code: 'OPERATION_ID_TAKEN',
        reasons: [{ field: 'operation_id', message: expect.stringContaining(operation_id) }],
      },
    });
    expect(step.published.map(({ detail_type }) => detail_type)).toEqual([
      'WorkStarted',
      'RestoreRejected',
    ]);
    expect(await step.read({ operation_id })).toEqual(other);
  });

  test('is rejected once, also by the check that the watchdog sends after a crash', async () => {
    const { step, body, message } = await taken();
    step.interruptions.at('after create', 'dies');
    await step.deliver(message);
    const created = await step.read(derived(body));
    await tables.put({ ...created, next_check: { id: 'overdue', due: at(0) } });
    const { id } = created.stages.check_snapshot?.event ?? {};

    const check = step.message({ ...body, id }, { checkId: 'overdue' });

    expect(await step.settle(check)).toBe('acknowledged');
    expect(await step.settle(message)).toBe('acknowledged');
    expect(await step.read(derived(body))).toMatchObject({ status: 'rejected', sequence: 1 });
    expect(step.published).toHaveLength(2);
  });
});

import { afterAll, describe, expect, test } from 'vitest';
import { StepFailure } from '../errors.ts';
import { at, operationWith } from '../operation/operation.fixture.ts';
import { openTables, REGION } from '../operation/tables.fixture.ts';
import { checkAgain } from './answer.ts';
import { asked, begin, derived, ownId, requestOf, startRequests } from './requests.fixture.ts';
import { acknowledged } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

describe('a request', () => {
  test('becomes an operation whose id derives from the event', async () => {
    const step = startRequests(tables, async () => checkAgain('snapshot is being taken'));
    const body = requestOf();

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    const operation = await step.read(derived(body));
    const request = { ...asked, ...derived(body) };
    expect(operation).toMatchObject({
      ...derived(body),
      status: 'in_progress',
      step: 'check_snapshot',
      sequence: 0,
      attempt: 1,
      deadline: at(15 * 60),
      start_time: at(0),
      request,
      request_event_id: body.id,
      stages: { check_snapshot: { event: { detail: request }, started_at: at(0) } },
    });
    expect(await tables.isWatched(operation)).toBe(true);
  });

  test('may name its operation', async () => {
    const step = startRequests(tables);
    const operation_id = ownId();

    await step.deliver(step.message(requestOf({ ...asked, operation_id })));

    expect(await step.read({ operation_id })).toMatchObject({ sequence: 1, step: 'check_copy' });
  });

  test('is given to the business function as its schema reads it', async () => {
    let given: unknown;
    const step = startRequests(tables, async ({ event }) => {
      given = event;
      return begin();
    });
    const body = requestOf({ ...asked, target_cluster_id: 'Restored' });

    await step.deliver(step.message(body));

    expect(given).toEqual({ ...asked, ...derived(body) });
    expect(step.published).toMatchObject([
      { detail_type: 'WorkStarted', detail: { sequence: 1, metadata: { causation_id: body.id } } },
    ]);
  });

  test('that is doubled is one operation', async () => {
    const step = startRequests(tables);
    const body = requestOf();
    await step.deliver(step.message(body));

    expect(await step.deliver(step.message(body))).toEqual(acknowledged);

    expect(step.published).toHaveLength(1);
    expect(step.counted).toEqual(['StepCompleted', 'StaleDelivery']);
  });

  test('that is doubled is one operation, though both begin at the same moment', async () => {
    const step = startRequests(tables);
    const message = step.message(requestOf());
    step.interruptions.at('before create', () => step.deliver(step.redrive(message)));

    expect(await step.settle(message)).toBe('acknowledged');

    expect(step.published).toHaveLength(1);
  });

  test('that is put twice under one operation_id is one operation', async () => {
    const step = startRequests(tables);
    const operation_id = ownId();
    await step.deliver(step.message(requestOf({ ...asked, operation_id })));

    const again = step.message(requestOf({ operation_id, ...asked }));

    expect(await step.deliver(again)).toEqual(acknowledged);
    expect(step.published).toHaveLength(1);
  });

  test('that must wait is the same request when its check comes', async () => {
    const answers = [checkAgain('snapshot is being taken')];
    const step = startRequests(tables, async () => answers.pop() ?? begin());
    const body = requestOf();
    await step.deliver(step.message(body));

    for (const check of step.checks) expect(await step.deliver(check)).toEqual(acknowledged);

    expect(step.published).toMatchObject([{ detail: { metadata: { causation_id: body.id } } }]);
    expect(await step.read(derived(body))).toMatchObject({ sequence: 1 });
  });
});

describe('a redriven request', () => {
  /** A request that failed, and the operation that holds its target. */
  async function failedBefore(
    status: 'in_progress' | 'completed',
    heldSince: string,
    more: object = {},
  ) {
    const answers = [() => Promise.reject(new StepFailure('SNAPSHOT_NOT_FOUND', 'no nightly'))];
    const step = startRequests(tables, async () => (answers.pop() ?? begin)());
    const id = `target-${ownId()}`;
    const body = requestOf({ ...asked, target_cluster_id: id, ...more });
    const message = step.message(body);
    await step.settle(message);
    const other = await tables.put(operationWith({ status }));
    const target = { kind: 'cluster', region: REGION, id } as const;
    await tables.operations.hold(target, other.operation_id, new Date(heldSince));
    step.advance(60);
    return { step, operation: derived(body), redriven: step.redrive(message), other, target };
  }

  test('stays failed while another operation is at work on its target', async () => {
    const { step, operation, redriven, other, target } = await failedBefore(
      'in_progress',
      at(-600),
    );

    expect(await step.settle(redriven)).toBe('dead letter');

    expect(await step.read(operation)).toMatchObject({
      status: 'failed',
      error: { code: 'TARGET_LOCKED', message_id: redriven.messageId },
    });
    expect(await tables.operations.holder(target)).toBe(other.operation_id);
  });

  test('stays failed where another has restored its target since', async () => {
    const { step, operation, redriven } = await failedBefore('completed', at(30));

    expect(await step.settle(redriven)).toBe('dead letter');

    expect((await step.read(operation)).error).toMatchObject({ code: 'TARGET_LOCKED' });
  });

  test('goes on where another was over with its target before it was put', async () => {
    const { step, operation, redriven, target } = await failedBefore('completed', at(-600));

    expect(await step.settle(redriven)).toBe('acknowledged');

    expect(await step.read(operation)).toMatchObject({ sequence: 1, step: 'check_copy' });
    expect(await tables.operations.holder(target)).toBe(operation.operation_id);
  });

  test('that waits for its target goes on without it, and takes it at its turn', async () => {
    const { step, operation, redriven, other, target } = await failedBefore(
      'in_progress',
      at(-600),
      { when_busy: 'wait' },
    );

    expect(await step.settle(redriven)).toBe('acknowledged');

    expect(await step.read(operation)).toMatchObject({ sequence: 1, step: 'check_copy' });
    expect(await tables.operations.holder(target)).toBe(other.operation_id);
    expect(step.reentered).toEqual([]);
  });

  test('that had its turn, and has its target still, counts among those at work', async () => {
    const { step, operation, redriven, target } = await failedBefore('completed', at(-600), {
      when_busy: 'wait',
    });
    await tables.operations.hold(target, operation.operation_id, new Date(at(10)));

    expect(await step.settle(redriven)).toBe('acknowledged');

    expect(step.reentered).toEqual([operation.operation_id]);
  });

  test('goes on where nobody holds its target', async () => {
    const answers = [() => Promise.reject(new StepFailure('SNAPSHOT_NOT_FOUND', 'no nightly'))];
    const step = startRequests(tables, async () => (answers.pop() ?? begin)());
    const body = requestOf({ ...asked, target_cluster_id: 'nobodys' });
    const message = step.message(body);
    await step.settle(message);
    step.advance(1);

    expect(await step.settle(step.redrive(message))).toBe('acknowledged');

    expect(await step.read(derived(body))).toMatchObject({ sequence: 1 });
  });
});

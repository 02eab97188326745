import { afterAll, describe, expect, test } from 'vitest';
import { StepFailure } from '../errors.ts';
import { at, errorWith, later, NOW } from '../operation/operation.fixture.ts';
import type { Operation } from '../operation/operation.ts';
import { openTables } from '../operation/tables.fixture.ts';
import { checkAgain, done } from './answer.ts';
import { WorkDone } from './contract.fixture.ts';
import { nativeEventWith } from './record.fixture.ts';
import { acknowledged, MAX_RECEIVES, retried, startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const finish = async () => done(WorkDone.with({ result: 'fine' }));
const mustNotRun = async () => {
  throw new Error('there is nothing to do');
};

/** A step whose operation makes a snapshot, and RDS's event about that snapshot. */
async function noticed(
  business: Parameters<typeof startWork>[1],
  state: Partial<Operation> = {},
  about: { date?: Date } = {},
) {
  const step = startWork(tables, business);
  const begun = await step.begin(state);
  const { operation_id } = begun.operation;
  const copy = { kind: 'cluster-snapshot', region: 'eu-west-1', id: operation_id } as const;
  await tables.operations.hold(copy, operation_id, NOW);
  const native = step.message(nativeEventWith({ id: operation_id.toUpperCase(), ...about }));
  return { ...begun, step, native };
}

describe('a native event', () => {
  test('makes the waiting stage look at once, as if its own event had come', async () => {
    let given: unknown;
    const { step, operation, event, native } = await noticed(async (input) => {
      given = input.event;
      return finish();
    });

    expect(await step.deliver(native)).toEqual(acknowledged);

    expect(given).toEqual(event.detail);
    expect(await step.read(operation)).toMatchObject({ sequence: 3, step: 'delete_rds' });
    expect(step.published).toMatchObject([
      { detail_type: 'WorkDone', detail: { metadata: { causation_id: 'native-event' } } },
    ]);
  });

  test('adds no check where there is nothing to be seen yet', async () => {
    const next_check = { id: 'outstanding', due: at(30) };
    const waits = async () => checkAgain('copying');
    const { step, operation, native } = await noticed(waits, { next_check });

    expect(await step.deliver(native)).toEqual(acknowledged);

    expect(step.checks).toEqual([]);
    expect(await step.read(operation)).toEqual({ ...operation, update_time: at(0) });
  });

  test('lets the event that opened the stage be told first, where that is not out yet', async () => {
    const opening = { source: 'aurora-restore', detail_type: 'SnapshotCopyStarted', detail: {} };
    const outbox = { id: 'unsaid', events: [opening] };
    const { step, operation, native } = await noticed(finish, { outbox, published: false });

    expect(await step.deliver(native)).toEqual(acknowledged);

    expect(step.published.map(({ detail_type }) => detail_type)).toEqual([
      'SnapshotCopyStarted',
      'WorkDone',
    ]);
    expect(await step.read(operation)).toMatchObject({ sequence: 3, published: true });
  });

  test('waits while a worker is at it', async () => {
    const claim = { by: 'worker', until: at(1) };
    const { step, operation, native } = await noticed(finish, { claim });

    expect(await step.deliver(native)).toEqual(retried(1));
    expect(await step.read(operation)).toEqual(operation);

    step.advance(2);
    expect(await step.deliver(native)).toEqual(acknowledged);
    expect(await step.read(operation)).toMatchObject({ sequence: 3 });
  });

  test('is given up, never a dead letter, where the worker does not end', async () => {
    const claim = { by: 'worker', until: at(9999) };
    const { step, operation, native } = await noticed(mustNotRun, { claim });

    expect(await step.settle(native)).toBe('acknowledged');

    expect(native.receiveCount).toBe(MAX_RECEIVES);
    expect(await step.read(operation)).toEqual(operation);
  });

  test('that dies after it completed leaves it to the outstanding check to say so', async () => {
    const next_check = { id: 'outstanding', due: at(30) };
    const { step, started, native, operation } = await noticed(finish, { next_check });
    step.interruptions.at('before publish', 'dies');
    await step.deliver(native);
    expect(await step.settle(native)).toBe('acknowledged');

    const check = step.message(started.body, { checkId: 'outstanding' });

    expect(await step.deliver(check)).toEqual(acknowledged);
    expect(step.published).toMatchObject([{ detail_type: 'WorkDone' }]);
    expect(await step.read(operation)).toMatchObject({ sequence: 3, published: true });
  });

  test.each([
    ['a failure', new StepFailure('SNAPSHOT_COPY_FAILED', 'copy failed')],
    ['something unforeseen', new Error('connection reset')],
  ])('never fails anything: finding %s, it sends the stage’s own event', async (_, error) => {
    const { step, operation, event, native } = await noticed(async () => {
      throw error;
    });

    native.receiveCount = MAX_RECEIVES - 1;
    expect(await step.deliver(native)).toEqual(acknowledged);

    const [own] = step.checks;
    const after = await step.read(operation);
    expect(after).toMatchObject({
      status: 'in_progress',
      sequence: 2,
      next_check: { id: own?.checkId, due: at(0) },
    });
    expect(after).not.toHaveProperty('claim');
    expect(step.delays).toEqual([0]);
    expect(own?.body.detail).toEqual(event.detail);
    expect(step.published).toEqual([]);
  });

  test('that finds a stage past its deadline sends the event that will time out', async () => {
    const { step, operation, native } = await noticed(async () => checkAgain('copying'), {
      deadline: at(-1),
    });

    expect(await step.deliver(native)).toEqual(acknowledged);
    expect(await step.read(operation)).toMatchObject({ status: 'in_progress' });

    const [own] = step.checks;
    if (!own) throw new Error('nothing was sent');
    expect(await step.settle(own)).toBe('dead letter');
    expect((await step.read(operation)).error).toMatchObject({
      code: 'STEP_TIMED_OUT',
      message_id: own.messageId,
    });
  });

  test.each([
    ['failed', { status: 'failed', error: errorWith() }],
    ['completed', { status: 'completed' }],
    ['cancelled', { status: 'cancelled' }],
    ['at another stage', { step: 'delete_rds' }],
  ] as const)('is of no concern to an operation that is %s', async (_, state) => {
    const { step, operation, native } = await noticed(mustNotRun, state);

    expect(await step.deliver(native)).toEqual(acknowledged);

    expect(await step.read(operation)).toEqual(operation);
    expect(step.published).toEqual([]);
  });

  test('is stale if it is older than the stage: of an earlier thing of the same name', async () => {
    const { step, operation, native } = await noticed(mustNotRun, {}, { date: later(-0.001) });

    expect(await step.deliver(native)).toEqual(acknowledged);

    expect(await step.read(operation)).toEqual(operation);
  });

  test('about something that no operation made is acknowledged', async () => {
    const step = startWork(tables, mustNotRun);

    const native = step.message(nativeEventWith({ id: 'somebody-elses' }));

    expect(await step.deliver(native)).toEqual(acknowledged);
  });
});

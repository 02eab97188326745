import { afterAll, describe, expect, test } from 'vitest';
import {
  at,
  errorWith,
  eventWith,
  NOW,
  operationWith,
  targetOf,
} from '../operation/operation.fixture.ts';
import type { Operation } from '../operation/operation.ts';
import { openTables, REGION } from '../operation/tables.fixture.ts';
import { checkAgain, done } from './answer.ts';
import { WorkDone } from './contract.fixture.ts';
import { acknowledged, retried, startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const finish = async () => done(WorkDone.with({ result: 'fine' }));
const mustNotRun = async () => {
  throw new Error('there is nothing to do');
};
const failed = { status: 'failed', error: errorWith({ at: at(0) }) } as const;
const untold = {
  published: false,
  outbox: { id: 'outbox', events: [eventWith({ detail_type: 'RestoreFailed' })] },
};

describe('the message that failed', () => {
  test('goes on its way to the dead-letter queue without anything being called', async () => {
    const step = startWork(tables, mustNotRun);
    const { started, operation } = await step.begin(failed);
    const error = errorWith({ at: at(-9), message_id: started.messageId });
    await tables.put({ ...operation, error });

    expect(await step.deliver(started)).toEqual(retried(0));

    expect(await step.read(operation)).toEqual({ ...operation, error });
    expect(step.published).toEqual([]);
  });

  test('tells of the failure where that is still to do', async () => {
    const step = startWork(tables, mustNotRun);
    const { started, operation } = await step.begin({ ...failed, ...untold });

    expect(await step.deliver(started)).toEqual(retried(0));

    expect(step.published).toEqual(untold.outbox.events);
    expect(await step.read(operation)).toMatchObject({ status: 'failed', published: true });
    expect(await tables.isWatched(operation)).toBe(false);
  });
});

describe('another message, sent before the failure', () => {
  test('is never acknowledged', async () => {
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin(failed);

    expect(await step.settle(started)).toBe('dead letter');

    expect(await step.read(operation)).toEqual(operation);
  });

  test('is never acknowledged where the watchdog failed the stage, naming no message', async () => {
    const { message_id: _, ...error } = errorWith({ at: at(0) });
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin({ status: 'failed', error });

    expect(await step.settle(started)).toBe('dead letter');

    expect(await step.read(operation)).toEqual(operation);
  });

  test('is never acknowledged, be it a check that was outstanding or one that was not', async () => {
    const step = startWork(tables, mustNotRun);
    const next_check = { id: 'outstanding', due: at(0) };
    const { started } = await step.begin({ ...failed, next_check });
    const sentAt = new Date(NOW.getTime() - 1);

    for (const checkId of ['outstanding', 'overtaken'])
      expect(await step.settle(step.message(started.body, { checkId, sentAt }))).toBe(
        'dead letter',
      );
  });
});

test('a failure that nobody was told of is told before its stage goes on', async () => {
  const step = startWork(tables, finish);
  const { started } = await step.begin({ ...failed, ...untold });
  step.advance(600);

  expect(await step.deliver(step.redrive(started))).toEqual(acknowledged);

  expect(step.published).toMatchObject([
    { detail_type: 'RestoreFailed' },
    { detail_type: 'WorkDone' },
  ]);
});

describe('a redrive', () => {
  /** Fails a stage, and gives the message with which somebody sends its dead letter again. */
  async function redriven(
    business: Parameters<typeof startWork>[1],
    state: Partial<Operation> = {},
  ) {
    const step = startWork(tables, business);
    const begun = await step.begin({ ...failed, ...state });
    step.advance(600);
    return { ...begun, step, message: step.redrive(begun.started) };
  }

  test('goes on where the stage stood', async () => {
    const { step, operation, message } = await redriven(finish);

    expect(await step.deliver(message)).toEqual(acknowledged);

    const after = await step.read(operation);
    expect(after).toMatchObject({ status: 'in_progress', step: 'delete_rds', sequence: 3 });
    expect(after).not.toHaveProperty('error');
    expect(step.published).toMatchObject([{ detail_type: 'WorkDone' }]);
    expect(step.counted).toContain('Redriven');
  });

  test('goes on where the watchdog failed the stage, naming no message', async () => {
    const { message_id: _, ...error } = errorWith({ at: at(0) });
    const { step, message } = await redriven(finish, { error });

    expect(await step.deliver(message)).toEqual(acknowledged);

    expect(step.published).toMatchObject([{ detail_type: 'WorkDone' }]);
  });

  test('has the stage’s whole time again', async () => {
    const waits = async () => checkAgain('copying');
    const { step, operation, message } = await redriven(waits, { deadline: at(-5) });

    expect(await step.deliver(message)).toEqual(acknowledged);

    expect(await step.read(operation)).toMatchObject({
      status: 'in_progress',
      deadline: at(600 + 3600),
      next_check: { id: step.checks[0]?.checkId },
    });
  });

  test('of a check makes that check the outstanding one', async () => {
    const next_check = { id: 'another', due: at(0) };
    const { step, operation, started } = await redriven(finish, { next_check });

    const check = step.message(started.body, { checkId: 'overtaken' });

    expect(await step.deliver(check)).toEqual(acknowledged);
    expect(await step.read(operation)).toMatchObject({ sequence: 3 });
  });

  test('leaves the watchdog a check to send should it die before it has its claim', async () => {
    const { step, operation, message } = await redriven(finish);
    step.interruptions.at('after reopen', 'dies');

    await step.deliver(message);

    expect(await step.read(operation)).toMatchObject({
      status: 'in_progress',
      next_check: { due: at(660) },
    });
    expect(await tables.isWatched(operation)).toBe(true);
  });

  test('of two copies goes on once', async () => {
    const { step, operation, started, message } = await redriven(async () => checkAgain('copying'));
    const other = step.redrive(started);

    await step.deliver(message);
    await step.deliver(other);

    const { next_check } = await step.read(operation);
    expect(step.checks.filter(({ checkId }) => checkId === next_check?.id)).toHaveLength(1);
  });

  test('leaves alone what another copy has carried past the stage meanwhile', async () => {
    let runs = 0;
    const { step, operation, started, message } = await redriven(async () => {
      runs += 1;
      return finish();
    });
    const other = step.redrive(started);
    step.interruptions.at('after reopen', () => step.deliver(other));

    expect(await step.deliver(message)).toEqual(retried(1));

    expect(runs).toBe(1);
    expect(await step.read(operation)).toMatchObject({ step: 'delete_rds', sequence: 3 });
    expect(await step.deliver(message)).toEqual(acknowledged);
  });

  describe('while another operation holds the target', () => {
    async function held(holder: Partial<Operation>) {
      const given = await redriven(mustNotRun, { published: true });
      const other = await tables.put(operationWith(holder));
      const id = targetOf(given.operation.operation_id);
      const target = { kind: 'cluster', region: REGION, id } as const;
      await tables.operations.hold(target, other.operation_id, NOW);
      return { ...given, other, target };
    }

    test.each([
      [
        'is at work on it',
        { status: 'in_progress' },
        'in progress: this operation cannot go on, even when that one has ended',
      ],
      [
        'has restored it since',
        { status: 'completed' },
        'has restored target TARGET since (it is completed): this operation cannot go on',
      ],
      [
        'has failed over it',
        { status: 'failed' },
        'has held target TARGET since (it is failed): this operation cannot go on',
      ],
    ] as const)('that %s, stays failed and says so', async (_, holder, says) => {
      const { step, operation, message, other, target } = await held(holder);

      expect(await step.settle(message)).toBe('dead letter');

      const { error, ...rest } = await step.read(operation);
      expect(rest).toMatchObject({ status: 'failed', sequence: 2, published: true });
      expect(error).toMatchObject({
        code: 'TARGET_LOCKED',
        message: expect.stringContaining(other.operation_id),
        cause: 'it had failed with SNAPSHOT_COPY_FAILED: copy is gone',
        message_id: message.messageId,
        at: at(600),
      });
      expect(error?.message).toContain(says.replace('TARGET', target.id));
      expect(step.published).toMatchObject([
        {
          detail_type: 'RestoreFailed',
          detail: { code: 'TARGET_LOCKED', sequence: 2, cause: error?.cause },
        },
      ]);
      expect(await tables.operations.holder(target)).toBe(other.operation_id);
    });

    test('can be redriven again, and still tells what had failed first', async () => {
      const { step, operation, message } = await held({ status: 'in_progress' });
      await step.settle(message);
      step.advance(1);

      expect(await step.settle(step.redrive(message))).toBe('dead letter');

      expect((await step.read(operation)).error).toMatchObject({
        code: 'TARGET_LOCKED',
        cause: 'it had failed with SNAPSHOT_COPY_FAILED: copy is gone',
        at: at(601),
      });
    });
  });
});

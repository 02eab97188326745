import { afterAll, describe, expect, test } from 'vitest';
import { at, NOW, operationWith, targetOf } from '../operation/operation.fixture.ts';
import type { ResourceKey } from '../operation/operations.ts';
import { openTables, REGION } from '../operation/tables.fixture.ts';
import { done } from './answer.ts';
import { WorkDone } from './contract.fixture.ts';
import { nativeEventWith } from './record.fixture.ts';
import { acknowledged, retried, startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

/** A step that makes a copy: records whose it is, asks for leave, and calls. */
async function copying({ correlates = true } = {}) {
  const called: string[] = [];
  const step = startWork(tables, async ({ operation, permit, now }) => {
    const { operation_id } = operation;
    if (correlates)
      await tables.operations.correlate(copyOf(operation_id), target, operation_id, now());
    (await permit()).use();
    called.push('copy');
    return done(WorkDone.with({ result: 'copied' }));
  });
  const begun = await step.begin();
  const target = cluster(targetOf(begun.operation.operation_id));
  const another = await tables.put(operationWith());
  return {
    ...begun,
    step,
    called,
    target,
    another,
    /** As nobody may while the operation is in progress. */
    takeAway: () => tables.operations.hold(target, another.operation_id, NOW),
  };
}

const cluster = (id: string): ResourceKey => ({ kind: 'cluster', region: REGION, id });
const copyOf = (id: string): ResourceKey => ({ kind: 'cluster-snapshot', region: REGION, id });

describe('an operation at work whose target is another’s', () => {
  test.each([true, false])(
    'fails at once, calls nothing and names the holder (correlating first: %s)',
    async (correlates) => {
      const { step, operation, started, called, target, another, takeAway } = await copying({
        correlates,
      });
      await takeAway();

      expect(await step.deliver(started)).toEqual(retried(0));

      expect(called).toEqual([]);
      expect(await step.read(operation)).toMatchObject({
        status: 'failed',
        published: true,
        error: {
          code: 'TARGET_LOCKED',
          message: `this operation held target ${target.id} and does no longer: operation ${another.operation_id} holds it now`,
          message_id: started.messageId,
        },
      });
      expect(step.published).toMatchObject([{ detail_type: 'RestoreFailed' }]);
    },
  );

  test('stays failed when it is redriven, with what it had failed with', async () => {
    const { step, operation, started, called, target, another, takeAway } = await copying();
    await takeAway();
    await step.settle(started);
    step.advance(600);

    expect(await step.settle(step.redrive(started))).toBe('dead letter');

    expect(called).toEqual([]);
    expect((await step.read(operation)).error).toMatchObject({
      code: 'TARGET_LOCKED',
      cause: expect.stringContaining(`it had failed with TARGET_LOCKED: this operation held`),
      at: at(600),
    });
    expect(await tables.operations.holder(target)).toBe(another.operation_id);
  });

  test('is failed by its own event, never by a native one', async () => {
    const { step, operation, called, takeAway } = await copying();
    const { operation_id } = operation;
    await takeAway();
    await tables.operations.hold(copyOf(operation_id), operation_id, NOW);

    const native = step.message(nativeEventWith({ id: operation_id }));
    expect(await step.deliver(native)).toEqual(acknowledged);

    expect(await step.read(operation)).toMatchObject({ status: 'in_progress' });
    expect(await step.settle(step.checks[0] ?? native)).toBe('dead letter');
    expect((await step.read(operation)).error?.code).toBe('TARGET_LOCKED');
    expect(called).toEqual([]);
  });
});

test('an operation at work whose target is nobody’s fails at once, and a redrive takes it again', async () => {
  const { step, operation, started, called, target } = await copying();

  expect(await step.deliver(started)).toEqual(retried(0));
  expect((await step.read(operation)).error).toMatchObject({
    code: 'TARGET_LOCKED',
    message: expect.stringContaining('nor does any other'),
  });
  step.advance(600);
  expect(await step.deliver(step.redrive(started))).toEqual(acknowledged);

  expect(called).toEqual(['copy']);
  expect(await tables.operations.holder(target)).toBe(operation.operation_id);
});

import { afterAll, describe, expect, test } from 'vitest';
import { at } from '../operation/operation.fixture.ts';
import { openTables } from '../operation/tables.fixture.ts';
import { checkAgain, done } from './answer.ts';
import { WorkDone } from './contract.fixture.ts';
import { nativeEventWith } from './record.fixture.ts';
import { acknowledged, retried, startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const finish = async () => done(WorkDone.with({ result: 'fine' }));
const mustNotRun = async () => {
  throw new Error('there is nothing to do');
};

describe('a delayed check', () => {
  test('goes on where it is the outstanding one', async () => {
    const step = startWork(tables, finish);
    const { operation, started } = await step.begin({ next_check: { id: 'mine', due: at(0) } });

    const check = step.message(started.body, { checkId: 'mine' });

    expect(await step.deliver(check)).toEqual(acknowledged);
    expect(await step.read(operation)).toMatchObject({ sequence: 3 });
  });

  test.each([
    ['another is outstanding', { next_check: { id: 'another', due: at(0) } }],
    ['none is outstanding', {}],
    [
      'another is outstanding and a worker is at it',
      { next_check: { id: 'another', due: at(0) }, claim: { by: 'worker', until: at(60) } },
    ],
    ['the next stage stands', { sequence: 3 }],
  ])('is stale where %s', async (_, state) => {
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin(state);

    const check = step.message(started.body, { checkId: 'mine' });

    expect(await step.deliver(check)).toEqual(acknowledged);
    expect(await step.read(operation)).toEqual(operation);
    expect(step.counted).toEqual(['StaleDelivery']);
  });

  test('that is doubled waits for the other, and is stale after it', async () => {
    let double: unknown;
    const step = startWork(tables, async () => {
      double = await step.deliver(copy);
      return checkAgain('copying');
    });
    const { started } = await step.begin({ next_check: { id: 'mine', due: at(0) } });
    const check = step.message(started.body, { checkId: 'mine' });
    const copy = step.message(started.body, { checkId: 'mine' });

    await step.deliver(check);

    expect(double).toEqual(retried(121));
    expect(await step.deliver(copy)).toEqual(acknowledged);
    expect(step.checks).toHaveLength(1);
  });

  test('that loses its place to another before it has its claim is stale', async () => {
    const step = startWork(tables, async () => checkAgain('copying'));
    const { operation, started } = await step.begin({ next_check: { id: 'mine', due: at(0) } });
    const check = step.message(started.body, { checkId: 'mine' });
    step.interruptions.at('before claim', () => step.deliver(step.redrive(started)));

    expect(await step.deliver(check)).toEqual(retried(1));
    expect(await step.deliver(check)).toEqual(acknowledged);

    expect((await step.read(operation)).next_check?.id).toBe(step.checks[0]?.checkId);
    expect(step.checks).toHaveLength(1);
  });
});

test('chains never multiply, though every message is delivered twice and natives come between', async () => {
  const step = startWork(tables, async () => checkAgain('copying'));
  const { operation, started } = await step.begin();
  const { operation_id } = operation;
  const snapshot = { kind: 'cluster-snapshot', region: 'eu-west-1', id: operation_id } as const;
  await tables.operations.hold(snapshot, operation_id, step.now());
  const rounds = 8;

  let pending = [started];
  for (let round = 0; round < rounds; round += 1) {
    const before = step.checks.length;
    for (const message of pending) {
      await step.settle(message);
      await step.settle({ ...message, receiveCount: 0 });
      const native = nativeEventWith({ id: operation_id, date: step.now() });
      await step.settle(step.message(native));
    }
    pending = step.checks.slice(before);
    const { next_check } = await step.read(operation);
    expect(pending.filter(({ checkId }) => checkId === next_check?.id)).toHaveLength(1);
    step.advance(300);
  }

  /** The two copies of the event each began one; from then on there was one a round. */
  expect(step.checks).toHaveLength(rounds + 1);
});

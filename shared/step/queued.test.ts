import { afterAll, expect, test } from 'vitest';
import { at, errorWith } from '../operation/operation.fixture.ts';
import { openTables } from '../operation/tables.fixture.ts';
import { type CheckAgain, checkAgain, done, waitInLine } from './answer.ts';
import { WorkDone } from './contract.fixture.ts';
import { acknowledged, startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const second = waitInLine('restores', { kind: 'waiting', behind: undefined });
const finish = () => done(WorkDone.with({ result: 'fine' }));

/** Answers one thing after another, the last for ever. */
const answering = (...answers: readonly (CheckAgain | ReturnType<typeof finish>)[]) => {
  let next = 0;
  return async () => answers[Math.min(next++, answers.length - 1)] ?? finish();
};

test('an operation that waits for its turn is queued, and looked at again by its own check', async () => {
  const step = startWork(tables, answering(second));
  const { operation, started } = await step.begin();

  expect(await step.deliver(started)).toEqual(acknowledged);

  const waiting = await step.read(operation);
  expect(waiting).toMatchObject({
    status: 'queued',
    queued: { for: 'restores', since: at(0) },
    next_check: { id: step.checks[0]?.checkId },
  });
  expect(await tables.isWatched(waiting)).toBe(true);
});

test('its time does not run while it waits', async () => {
  const step = startWork(tables, answering(second, checkAgain('creating'), finish()));
  const { operation, started } = await step.begin();
  const { deadline: before } = operation;
  await step.deliver(started);
  const { deadline: whileQueued } = await step.read(operation);

  step.advance(5 * 3600);
  const [check] = step.checks;
  if (check) await step.deliver(check);

  const { deadline: after, ...goingOn } = await step.read(operation);
  expect(goingOn).toMatchObject({ status: 'in_progress' });
  expect(goingOn.queued).toBeUndefined();
  expect(Date.parse(whileQueued)).toBeGreaterThan(Date.parse(before));
  /** As long as the event gives it that opens the stage. */
  expect(Date.parse(after) - step.now().getTime()).toBe(60 * 60_000);
});

test('since when it waits stays, however often it is looked at', async () => {
  const step = startWork(tables, answering(second));
  const { operation, started } = await step.begin();
  await step.deliver(started);
  const { deadline } = await step.read(operation);

  step.advance(600);
  const [check] = step.checks;
  if (check) await step.deliver(check);

  expect(await step.read(operation)).toMatchObject({
    status: 'queued',
    queued: { since: at(0) },
    deadline,
  });
});

test('whoever waits for too long fails, and a redrive waits on', async () => {
  const step = startWork(tables, answering(second));
  const { operation, started } = await step.begin();
  await step.deliver(started);
  step.advance(601 * 60);
  const [check] = step.checks;
  if (!check) throw new Error('there is no check');

  expect(await step.settle(check)).toBe('dead letter');
  expect(await step.read(operation)).toMatchObject({
    status: 'failed',
    error: { code: 'QUEUE_TIMED_OUT' },
  });

  step.advance(60);
  expect(await step.deliver(step.redrive(check))).toEqual(acknowledged);
  expect(await step.read(operation)).toMatchObject({ status: 'queued' });
});

test('a turn that has come leads on, and nothing tells of the waiting any more', async () => {
  const step = startWork(tables, answering(second, finish()));
  const { operation, started } = await step.begin();
  await step.deliver(started);
  const [check] = step.checks;
  if (check) await step.deliver(check);

  const after = await step.read(operation);
  expect(after).toMatchObject({ status: 'in_progress', sequence: operation.sequence + 1 });
  expect(after.queued).toBeUndefined();
});

test('whoever goes on after a failure counts again among those at work', async () => {
  const step = startWork(tables, answering(finish()));
  const { operation, started } = await step.begin({ status: 'failed', error: errorWith() });
  step.advance(60);

  await step.deliver(step.redrive(started));

  expect(step.reentered).toEqual([operation.operation_id]);
});

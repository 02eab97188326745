import { afterAll, describe, expect, test } from 'vitest';
import { NotYet, Passing, Rejection, StepFailure } from '../errors.ts';
import { at, targetOf } from '../operation/operation.fixture.ts';
import { openTables } from '../operation/tables.fixture.ts';
import { checkAgain } from './answer.ts';
import { acknowledged, MAX_RECEIVES, retried, startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

/** A step that throws this. */
const startThrowing = (error: unknown) =>
  startWork(tables, async () => {
    throw error;
  });

describe('a step that is not there yet', () => {
  test('is called again by one check, after half of what seems left', async () => {
    const step = startWork(tables, async () => checkAgain('40 % copied', { progress: 40 }));
    const { operation, event, started } = await step.begin();
    step.advance(100);

    expect(await step.deliver(started)).toEqual(acknowledged);

    const [check] = step.checks;
    expect(step.checks).toHaveLength(1);
    expect(step.delays).toEqual([75]);
    expect(check?.body).toMatchObject({
      source: 'aurora-restore',
      'detail-type': 'WorkStarted',
      detail: event.detail,
    });
    const after = await step.read(operation);
    expect(after).toMatchObject({
      status: 'in_progress',
      sequence: 2,
      next_check: { id: check?.checkId, due: at(175) },
      stages: {
        check_copy: {
          checks: 1,
          waiting: { since: at(100), reason: '40 % copied', progress: 40 },
        },
      },
    });
    expect(after).not.toHaveProperty('claim');
    expect(step.published).toEqual([]);
  });

  test('is called again when AWS says so, but within what SQS can delay', async () => {
    const answers = [
      checkAgain('throttled', { afterSeconds: 3 }),
      checkAgain('busy', { afterSeconds: 4000 }),
    ];
    const step = startWork(tables, async () => answers.shift() ?? checkAgain('more'));
    const { started } = await step.begin();

    await step.deliver(started);
    await step.deliver(started);

    expect(step.delays).toEqual([3, 900]);
  });

  test('may say so by throwing', async () => {
    const step = startThrowing(new NotYet('RDS is throttling', 20));
    const { operation, started } = await step.begin();

    expect(await step.deliver(started)).toEqual(acknowledged);

    expect(step.delays).toEqual([20]);
    expect((await step.read(operation)).stages.check_copy?.waiting?.reason).toBe(
      'RDS is throttling',
    );
  });

  test('counts how often it asked', async () => {
    const step = startWork(tables, async () => checkAgain('copying'));
    const { operation, started } = await step.begin();
    await step.deliver(started);

    for (const check of step.checks.slice(0, 3)) await step.deliver(check);

    expect((await step.read(operation)).stages.check_copy?.checks).toBe(2);
  });

  test('fails once its deadline has passed, and not before', async () => {
    const step = startWork(tables, async () => checkAgain('copying'));
    const { operation, started } = await step.begin({ deadline: at(60) });
    step.advance(60);
    expect(await step.deliver(started)).toEqual(acknowledged);
    const [check] = step.checks;
    if (!check) throw new Error('no check was sent');
    step.advance(1);

    expect(await step.settle(check)).toBe('dead letter');

    expect(await step.read(operation)).toMatchObject({
      status: 'failed',
      error: {
        code: 'STEP_TIMED_OUT',
        message: expect.stringContaining('still waits: copying'),
        message_id: check.messageId,
      },
    });
    expect(step.checks).toHaveLength(1);
  });
});

test('a failure that nothing helps is recorded and told at once, and its message kept', async () => {
  const step = startThrowing(new StepFailure('KEY_NOT_USABLE', 'key is disabled'));
  const { operation, started } = await step.begin();

  expect(await step.deliver(started)).toEqual(retried(0));

  const facts = {
    code: 'KEY_NOT_USABLE',
    message: 'key is disabled',
    step: 'check_copy',
    remedy: expect.stringContaining('Make the key usable'),
    dead_letter_queue: 'aurora-restore-check-work-dlq',
  };
  const after = await step.read(operation);
  expect(after).toMatchObject({ status: 'failed', sequence: 2, published: true });
  expect(after.error).toEqual({ ...facts, at: at(0), message_id: started.messageId });
  expect(after).not.toHaveProperty('claim');
  expect(step.published).toEqual([
    {
      source: 'aurora-restore',
      detail_type: 'RestoreFailed',
      detail: {
        ...facts,
        target_cluster_id: targetOf(operation.operation_id),
        operation_id: operation.operation_id,
        attempt: 1,
        sequence: 2,
        metadata: expect.objectContaining({ causation_id: 'work-started', occurred_at: at(0) }),
      },
    },
  ]);
  expect(step.counted).toEqual(['StepFailed']);
});

describe('a step that meets something unforeseen', () => {
  test('gives its claim back and tries again, more and more slowly', async () => {
    const step = startThrowing(new Error('connection reset'));
    const { operation, started } = await step.begin();

    const outcomes = [];
    for (let n = 1; n < MAX_RECEIVES; n += 1) outcomes.push(await step.deliver(started));

    expect(outcomes).toEqual([5, 10, 20, 40].map(retried));
    const { claim, status } = await step.read(operation);
    expect([claim, status]).toEqual([undefined, 'in_progress']);
    expect(step.published).toEqual([]);
  });

  test('fails on its last receive, and keeps the cause', async () => {
    const step = startThrowing(new TypeError('x is not a function'));
    const { operation, started } = await step.begin();

    expect(await step.settle(started)).toBe('dead letter');

    expect((await step.read(operation)).error).toMatchObject({
      code: 'UNEXPECTED',
      cause: 'TypeError: x is not a function',
      message_id: started.messageId,
    });
    expect(step.published).toMatchObject([
      { detail_type: 'RestoreFailed', detail: { cause: 'TypeError: x is not a function' } },
    ]);
  });

  test('fails with the code of what would usually have passed', async () => {
    const step = startThrowing(new Passing('DATABASE_UNREACHABLE', 'timed out'));
    const { operation, started } = await step.begin();

    await step.settle(started);

    const { error } = await step.read(operation);
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', message: 'timed out' });
    expect(error).not.toHaveProperty('cause');
  });
});

test('a rejection ends the operation for good, with every reason, and is acknowledged', async () => {
  const reasons = [
    { code: 'TARGET_LOCKED', field: 'target_cluster_id', message: 'held by op-1' },
    { code: 'ENGINE_NOT_SUPPORTED', message: 'postgres' },
  ] as const;
  const step = startThrowing(new Rejection(reasons));
  const { operation, started } = await step.begin();

  expect(await step.deliver(started)).toEqual(acknowledged);

  expect(await step.read(operation)).toMatchObject({
    status: 'rejected',
    sequence: 3,
    published: true,
    error: { code: 'TARGET_LOCKED', message: 'held by op-1; postgres', reasons },
  });
  expect(step.published).toMatchObject([
    {
      detail_type: 'RestoreRejected',
      detail: {
        sequence: 3,
        target_cluster_id: targetOf(operation.operation_id),
        reasons: reasons.map((reason) => ({ ...reason, remedy: expect.any(String) })),
      },
    },
  ]);
  expect(await tables.isWatched(operation)).toBe(false);
});

import { afterAll, describe, expect, test } from 'vitest';
import { StepFailure } from '../errors.ts';
import { errorWith } from '../operation/operation.fixture.ts';
import { openTables } from '../operation/tables.fixture.ts';
import { checkAgain, done } from './answer.ts';
import { WorkDone } from './contract.fixture.ts';
import { startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const finish = async () => done(WorkDone.with({ result: 'fine' }));

const distinct = (events: readonly unknown[]) => [
  ...new Set(events.map((event) => JSON.stringify(event))),
];

/** Every point at which this may go wrong, as a call that fails or as the end of the function. */
const wrongAt = (...calls: readonly string[]) =>
  calls
    .flatMap((call) => [`before ${call}`, `after ${call}`])
    .flatMap((point) => [{ fault: 'throws', point } as const, { fault: 'dies', point } as const]);

describe('a delivery that is interrupted', () => {
  test.each(wrongAt('claim', 'complete', 'publish', 'published'))(
    '$fault $point, and its retry completes the stage and says so with the same event',
    async ({ fault, point }) => {
      const step = startWork(tables, finish);
      const { operation, started } = await step.begin();
      step.interruptions.at(point, fault);

      expect(await step.settle(started)).toBe('acknowledged');

      expect(step.interruptions.points).toContain(point);
      expect(await step.read(operation)).toMatchObject({
        status: 'in_progress',
        step: 'delete_rds',
        sequence: 3,
        published: true,
      });
      expect(distinct(step.published)).toHaveLength(1);
    },
  );

  test.each(wrongAt('claim', 'fail', 'publish', 'published'))(
    '$fault $point, and its retry fails the stage once and lies in the dead-letter queue',
    async ({ fault, point }) => {
      const step = startWork(tables, async () => {
        throw new StepFailure('SNAPSHOT_COPY_FAILED', 'copy is gone');
      });
      const { operation, started } = await step.begin();
      step.interruptions.at(point, fault);

      expect(await step.settle(started)).toBe('dead letter');

      expect(await step.read(operation)).toMatchObject({
        status: 'failed',
        sequence: 2,
        published: true,
        error: { code: 'SNAPSHOT_COPY_FAILED', message_id: started.messageId },
      });
      expect(distinct(step.published)).toHaveLength(1);
    },
  );

  test.each(wrongAt('claim', 'release', 'send'))(
    '$fault $point, and its retry leaves one check that counts',
    async ({ fault, point }) => {
      let ready = false;
      const step = startWork(tables, async () => (ready ? finish() : checkAgain('not ready')));
      const { operation, started } = await step.begin();
      step.interruptions.at(point, fault);

      expect(await step.settle(started)).toBe('acknowledged');

      const { next_check } = await step.read(operation);
      expect(step.checks.filter(({ checkId }) => checkId === next_check?.id)).toHaveLength(1);
      ready = true;
      for (const check of step.checks) expect(await step.settle(check)).toBe('acknowledged');
      expect(step.published).toHaveLength(1);
      expect(await step.read(operation)).toMatchObject({ sequence: 3, published: true });
    },
  );

  test.each(wrongAt('reopen', 'claim', 'complete', 'publish', 'published'))(
    '$fault $point, and its retry goes on with the redrive',
    async ({ fault, point }) => {
      const step = startWork(tables, finish);
      const { operation, started } = await step.begin({ status: 'failed', error: errorWith() });
      step.interruptions.at(point, fault);

      expect(await step.settle(step.redrive(started))).toBe('acknowledged');

      expect(step.interruptions.points).toContain(point);
      expect(await step.read(operation)).toMatchObject({
        status: 'in_progress',
        sequence: 3,
        published: true,
      });
      expect(distinct(step.published)).toHaveLength(1);
    },
  );
});

test('a check that dies after it was recorded, before it was sent, is left to the watchdog', async () => {
  const step = startWork(tables, async () => checkAgain('not ready'));
  const { operation, started } = await step.begin();
  await step.deliver(started);
  const [check] = step.checks;
  if (!check) throw new Error('no check was sent');
  step.interruptions.at('before send', 'dies');

  expect(await step.settle(check)).toBe('acknowledged');

  expect(step.checks).toEqual([check]);
  const { next_check } = await step.read(operation);
  expect(next_check).toBeDefined();
  expect(next_check?.id).not.toBe(check.checkId);
  expect(await tables.isWatched(operation)).toBe(true);
});

import { expect, it } from 'vitest';
import type { Crossing } from '../faults.ts';
import { type LocalService, ServiceError } from '../service.ts';
import {
  BUS,
  mayPut,
  maySend,
  SCHEDULE_ARN,
  testScheduler,
  UNDELIVERED,
} from './scheduler.fixture.ts';

it('a schedule puts its event at its time, with the time it was scheduled for', async () => {
  const { schedule, pass, details } = await testScheduler();
  await schedule();

  await pass(29);
  const before = details();
  await pass(2);

  expect(before).toEqual([]);
  expect(details()).toEqual([{ at: '2026-03-10T12:30:00Z' }]);
});

it('a schedule that is disabled does not fire', async () => {
  const { schedule, pass, details } = await testScheduler();
  await schedule({ State: 'DISABLED' });

  await pass(40);

  expect(details()).toEqual([]);
});

it('the input may name the schedule, the attempt and its number', async () => {
  const { schedule, pass, details } = await testScheduler();
  const words = ['schedule-arn', 'execution-id', 'attempt-number'];
  const Input = JSON.stringify(words.map((word) => `<aws.scheduler.${word}>`));
  await schedule({}, { Input: `{"words":${Input}}` });

  await pass(31);

  expect(details()).toEqual([
    { words: [SCHEDULE_ARN, expect.stringMatching(/^[0-9a-f]{16}$/), '1'] },
  ]);
});

it('a firing that is delivered twice has the same input', async () => {
  const crossings: Crossing[] = [];
  const { schedule, pass, details } = await testScheduler({
    faults: (crossing) => {
      if (crossing.boundary !== 'schedule') return [];
      crossings.push(crossing);
      return [{ kind: 'repeat', times: 1 }];
    },
  });
  await schedule();

  await pass(31);

  const at = '2026-03-10T12:30:00Z';
  expect(details()).toEqual([{ at }, { at }]);
  expect(crossings).toEqual([
    { boundary: 'schedule', schedule: 'tick', input: JSON.stringify({ at }) },
  ]);
});

it('a flexible schedule fires within its window, with the exact time', async () => {
  const { schedule, pass, details } = await testScheduler({ random: () => 0.5 });
  await schedule({ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 20 } });

  await pass(39);
  const before = details();
  await pass(2);

  expect(before).toEqual([]);
  expect(details()).toEqual([{ at: '2026-03-10T12:30:00Z' }]);
});

it('a firing that the role has no permission for ends in the dead-letter queue at once', async () => {
  const { schedule, pass, details, undelivered } = await testScheduler({ may: [maySend] });
  await schedule();

  await pass(31);

  expect(details()).toEqual([]);
  expect(undelivered()).toEqual([
    {
      body: { at: '2026-03-10T12:30:00Z' },
      attributes: {
        ERROR_CODE: 'AccessDeniedException',
        ERROR_MESSAGE: expect.stringContaining(`events:PutEvents on resource: ${BUS}`),
        EXECUTION_ID: expect.any(String),
        IS_PAYLOAD_TRUNCATED: 'false',
        RETRY_ATTEMPTS: '0',
        SCHEDULED_TIME: '2026-03-10T12:30:00Z',
        SCHEDULE_ARN,
        TARGET_ARN: BUS,
      },
    },
  ]);
});

it.each([
  ['Ordered', 1],
  ['Paid', 0],
])('a role that may put events of the type %s alone puts %i', async (type, count) => {
  const Condition = { StringEquals: { 'events:source': 'shop', 'events:detail-type': type } };
  const { schedule, pass, details, undelivered } = await testScheduler({
    may: [{ ...mayPut, Condition }, maySend],
  });
  await schedule();

  await pass(31);

  expect(details()).toHaveLength(count);
  expect(undelivered()).toHaveLength(1 - count);
});

it('what the dead-letter queue may not get from the role is told of and lost', async () => {
  const { schedule, pass, undelivered, log } = await testScheduler({ may: [] });
  await schedule();

  await pass(31);

  expect(undelivered()).toEqual([]);
  expect(log.join()).toContain(`${UNDELIVERED} did not take it`);
});

it('what may yet succeed is tried again, as another attempt', async () => {
  const { schedule, pass, details } = await testScheduler({ events: failing(2) });
  await schedule({}, { Input: '{"attempt":"<aws.scheduler.attempt-number>"}' });

  await pass(35);

  expect(details()).toEqual([{ attempt: '3' }]);
});

it('after as many retries as the policy allows a firing goes to the dead-letter queue', async () => {
  const { schedule, pass, undelivered } = await testScheduler({ events: failing(9) });
  await schedule({}, { RetryPolicy: { MaximumRetryAttempts: 2 } });

  await pass(35);

  expect(undelivered()).toMatchObject([
    {
      attributes: {
        ERROR_CODE: 'InternalException',
        RETRY_ATTEMPTS: '2',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      },
    },
  ]);
});

/** EventBridge, but the first calls fail. */
const failing =
  (times: number) =>
  (events: LocalService): LocalService => {
    let left = times;
    const PutEvents: LocalService['operations'][string] = (input, call) => {
      left -= 1;
      if (left >= 0) throw new ServiceError('InternalException', 'Try again.', 500);
      return events.operations.PutEvents?.(input, call);
    };
    return { ...events, operations: { PutEvents } };
  };

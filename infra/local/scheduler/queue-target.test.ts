import { expect, it } from 'vitest';
import { maySend, SCHEDULE_ARN, testScheduler, WORK } from './scheduler.fixture.ts';

const mayWork = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: WORK };

it('a schedule for a queue sends its input, which may be any text', async () => {
  const { scheduleWork, pass, work } = await testScheduler({ may: [mayWork] });
  const words = ['scheduled-time', 'schedule-arn', 'attempt-number'];
  await scheduleWork(`begin ${words.map((word) => `<aws.scheduler.${word}>`).join(' ')}`);

  await pass(29);
  const before = work();
  await pass(2);

  expect(before).toEqual([]);
  expect(work()).toEqual([`begin 2026-03-10T12:30:00Z ${SCHEDULE_ARN} 1`]);
});

it('a firing that is delivered twice is two messages with the same time', async () => {
  const { scheduleWork, pass, work } = await testScheduler({
    may: [mayWork],
    faults: ({ boundary }) => (boundary === 'schedule' ? [{ kind: 'repeat', times: 1 }] : []),
  });
  await scheduleWork('<aws.scheduler.scheduled-time>');

  await pass(31);

  expect(work()).toEqual(['2026-03-10T12:30:00Z', '2026-03-10T12:30:00Z']);
});

it('a message that the role may not send ends in the dead-letter queue at once', async () => {
  const { scheduleWork, pass, work, undelivered } = await testScheduler({ may: [maySend] });
  await scheduleWork('go');

  await pass(31);

  expect(work()).toEqual([]);
  expect(undelivered()).toEqual([
    {
      body: 'go',
      attributes: expect.objectContaining({
        ERROR_CODE: 'AccessDenied',
        ERROR_MESSAGE: expect.stringContaining(`sqs:SendMessage on resource: ${WORK}`),
        RETRY_ATTEMPTS: '0',
        SCHEDULE_ARN,
        TARGET_ARN: WORK,
      }),
    },
  ]);
});

it('a message for a queue that is not there ends in the dead-letter queue at once', async () => {
  const Arn = `${WORK}-not`;
  const { scheduleWork, pass, undelivered } = await testScheduler({
    may: [{ ...mayWork, Resource: Arn }, maySend],
  });
  await scheduleWork('go', { Arn });

  await pass(31);

  expect(undelivered()).toMatchObject([{ attributes: { TARGET_ARN: Arn, RETRY_ATTEMPTS: '0' } }]);
});

import type { StartMessageMoveTaskRequest } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { arnOf, bodies, redriveTo, startSqs } from './sqs.fixture.ts';

/** A queue `orders` whose dead-letter queue `dead` holds these messages. */
async function withDeadLetters(...letters: readonly string[]) {
  const sqs = startSqs();
  const { queue, send, receive, call, clock } = sqs;
  await queue('dead');
  await queue('orders', { ...redriveTo('dead', 1), VisibilityTimeout: '1' });
  for (const body of letters) await send('orders', body);
  await receive('orders');
  clock.advance(1000);
  await receive('orders');

  return {
    ...sqs,
    start: (more: Partial<StartMessageMoveTaskRequest> = {}) =>
      call('StartMessageMoveTask', { SourceArn: arnOf('dead'), ...more }),
    async tasks() {
      const asked = { SourceArn: arnOf('dead'), MaxResults: 10 };
      return (await call('ListMessageMoveTasks', asked)).Results ?? [];
    },
  };
}

test('a move task without a destination brings messages back to where they came from', async () => {
  const { start, tasks, clock, receive } = await withDeadLetters('a', 'b');

  await start();
  clock.advance(0);

  expect(await tasks()).toMatchObject([
    {
      Status: 'COMPLETED',
      SourceArn: arnOf('dead'),
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
    },
  ]);
  expect(bodies(await receive('orders'))).toEqual(['a', 'b']);
  expect(await receive('dead')).toEqual([]);
});

test('a moved message is a new one: other id, time now, receives from 1', async () => {
  const { start, clock, receive, inspect } = await withDeadLetters('a');
  const [letter] = inspect('dead')?.messages ?? [];
  clock.advance(5000);

  await start();
  clock.advance(0);
  const [moved] = await receive('orders', { MessageSystemAttributeNames: ['All'] });

  expect(moved?.MessageId).not.toBe(letter?.messageId);
  expect(moved?.Attributes).toEqual({
    SenderId: expect.any(String),
    SentTimestamp: String(clock.now()),
    ApproximateReceiveCount: '1',
    ApproximateFirstReceiveTimestamp: String(clock.now()),
  });
});

test('a move task with a destination moves everything there', async () => {
  const { start, clock, queue, send, receive } = await withDeadLetters('a');
  await queue('elsewhere');
  await send('dead', 'sent directly');

  await start({ DestinationArn: arnOf('elsewhere') });
  clock.advance(0);

  expect(bodies(await receive('elsewhere'))).toEqual(['a', 'sent directly']);
});

test('a message that no redrive policy moved fails a task without a destination', async () => {
  const { start, tasks, clock, send, receive } = await withDeadLetters('a');
  await send('dead', 'sent directly');

  await start();
  clock.advance(0);

  expect(await tasks()).toMatchObject([
    {
      Status: 'FAILED',
      FailureReason: 'CouldNotDetermineMessageSource',
      ApproximateNumberOfMessagesMoved: 1,
    },
  ]);
  expect(bodies(await receive('dead'))).toEqual(['sent directly']);
});

test('a task whose destination is deleted meanwhile fails', async () => {
  const { start, tasks, clock, call, queue } = await withDeadLetters('a');
  const QueueUrl = await queue('elsewhere');

  await start({ DestinationArn: arnOf('elsewhere') });
  await call('DeleteQueue', { QueueUrl });
  clock.advance(0);

  expect(await tasks()).toMatchObject([
    { Status: 'FAILED', FailureReason: 'AWS.SimpleQueueService.NonExistentQueue' },
  ]);
});

test('a task moves no more messages a second than it may', async () => {
  const { start, tasks, clock } = await withDeadLetters('a', 'b', 'c');

  await start({ MaxNumberOfMessagesPerSecond: 2 });
  clock.advance(0);
  const [atFirst] = await tasks();
  clock.advance(1000);
  const [aSecondLater] = await tasks();

  expect(atFirst).toMatchObject({ Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 2 });
  expect(aSecondLater).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 });
});

test('a cancelled task moves nothing more and takes nothing back', async () => {
  const { start, tasks, clock, call, attributes } = await withDeadLetters('a', 'b');
  const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
  clock.advance(0);

  const cancelled = await call('CancelMessageMoveTask', { TaskHandle });
  clock.advance(10_000);

  expect(cancelled).toEqual({ ApproximateNumberOfMessagesMoved: 1 });
  expect(await tasks()).toMatchObject([{ Status: 'CANCELLED' }]);
  expect(await attributes('dead')).toMatchObject({ ApproximateNumberOfMessages: '1' });
  await expect(call('CancelMessageMoveTask', { TaskHandle })).rejects.toMatchObject({
    code: 'UnsupportedOperation',
  });
});

test('a queue has one running task at a time, and lists the newest first', async () => {
  const { start, tasks, clock } = await withDeadLetters('a');
  await start();

  await expect(start()).rejects.toMatchObject({ code: 'UnsupportedOperation' });
  clock.advance(1000);
  await start();

  expect(await tasks()).toMatchObject([{ Status: 'RUNNING' }, { Status: 'COMPLETED' }]);
});

test.each([
  ['a source that is missing', { SourceArn: arnOf('nowhere') }, 'ResourceNotFoundException'],
  [
    'a source that is no dead-letter queue',
    { SourceArn: arnOf('orders') },
    'InvalidParameterValue',
  ],
  ['a destination that is missing', { DestinationArn: arnOf('nowhere') }, 'ResourceNotFound'],
  ['the source as destination', { DestinationArn: arnOf('dead') }, 'InvalidParameterValue'],
  ['a rate over 500', { MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue'],
])('a task with %s is refused', async (_, order, code) => {
  const { start } = await withDeadLetters();

  await expect(start(order)).rejects.toMatchObject({ code: expect.stringContaining(code) });
});

test('a task that was never started cannot be cancelled', async () => {
  const { call } = startSqs();

  const cancelling = call('CancelMessageMoveTask', { TaskHandle: 'made-up' });

  await expect(cancelling).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

import { expect, test } from 'vitest';
import { arnOf, bodies, redriveTo, startSqs } from './sqs.fixture.ts';

test('a message received maxReceiveCount times moves to the dead-letter queue on the next receive', async () => {
  const { queue, send, receive, attributes, clock } = startSqs();
  await queue('dead');
  await queue('orders', redriveTo('dead', 2));
  await send('orders', 'poison');

  await receive('orders');
  clock.advance(30_000);
  await receive('orders');
  clock.advance(30_000);
  const before = await attributes('dead');
  const third = await receive('orders');

  expect(before.ApproximateNumberOfMessages).toBe('0');
  expect(third).toEqual([]);
  expect(bodies(await receive('dead'))).toEqual(['poison']);
});

test('a dead letter keeps id, time, attributes, trace and its count of receives', async () => {
  const { queue, call, receive, clock } = startSqs();
  await queue('dead');
  const QueueUrl = await queue('orders', redriveTo('dead', 1));
  const colour = { DataType: 'String', StringValue: 'red' };
  const sentAt = clock.now();
  const sent = await call(
    'SendMessage',
    { QueueUrl, MessageBody: 'poison', MessageAttributes: { colour } },
    { traceHeader: 'Root=1' },
  );
  clock.advance(1000);
  await receive('orders');
  clock.advance(30_000);
  await receive('orders');

  const [letter] = await receive('dead', {
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });

  expect(letter).toMatchObject({
    MessageId: sent.MessageId,
    MessageAttributes: { colour },
    Attributes: {
      SentTimestamp: String(sentAt),
      ApproximateFirstReceiveTimestamp: String(sentAt + 1000),
      ApproximateReceiveCount: '2',
      AWSTraceHeader: 'Root=1',
      DeadLetterQueueSourceArn: arnOf('orders'),
    },
  });
});

test('the retention of a dead letter counts from when it was first sent', async () => {
  const { queue, send, receive, clock } = startSqs();
  await queue('dead', { MessageRetentionPeriod: '100' });
  await queue('orders', redriveTo('dead', 1));
  await send('orders', 'poison');
  await receive('orders');
  clock.advance(90_000);
  await receive('orders');

  clock.advance(10_001);

  expect(await receive('dead')).toEqual([]);
});

test('messages stay where they are while their dead-letter queue is deleted', async () => {
  const { queue, send, receive, call, clock } = startSqs();
  const dead = await queue('dead');
  await queue('orders', redriveTo('dead', 1));
  await send('orders', 'poison');
  await receive('orders');
  await call('DeleteQueue', { QueueUrl: dead });
  clock.advance(30_000);

  expect(bodies(await receive('orders'))).toEqual(['poison']);
});

test.each([
  ['that does not exist', arnOf('nowhere'), 'does not exist'],
  ['of another account', 'arn:aws:sqs:eu-central-1:444455556666:dead', 'same account'],
])('a dead-letter queue %s is refused', async (_, deadLetterTargetArn, reason) => {
  const { queue } = startSqs();
  await queue('dead');

  const creation = queue('orders', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }),
  });

  await expect(creation).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: expect.stringContaining(reason),
  });
});

test('a redrive policy needs a count from 1 to 1000', async () => {
  const { queue } = startSqs();
  await queue('dead');

  const creation = queue('orders', redriveTo('dead', 0));

  await expect(creation).rejects.toMatchObject({
    code: 'InvalidAttributeValue',
    message: expect.stringContaining('maxReceiveCount'),
  });
});

test('a dead-letter queue serves only the sources that its redrive allow policy names', async () => {
  const { queue } = startSqs();
  const allow = { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('orders')] };
  await queue('dead', { RedriveAllowPolicy: JSON.stringify(allow) });

  await expect(queue('orders', redriveTo('dead', 3))).resolves.toBeDefined();
  await expect(queue('other', redriveTo('dead', 3))).rejects.toMatchObject({
    message: expect.stringContaining('redrive allow policy'),
  });
});

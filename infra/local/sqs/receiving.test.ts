import { expect, test } from 'vitest';
import { bodies, startSqs, urlOf } from './sqs.fixture.ts';

test('a message is received with its body, its MD5 and nothing that was not asked for', async () => {
  const { queue, send, receive } = startSqs();
  await queue('orders');

  const sent = await send('orders', 'hello');
  const [message] = await receive('orders');

  expect(sent.MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
  expect(message).toEqual({
    MessageId: sent.MessageId,
    Body: 'hello',
    MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
    ReceiptHandle: expect.any(String),
  });
});

test('system attributes can be asked for under their old and their new parameter', async () => {
  const { queue, send, receive, clock } = startSqs();
  await queue('orders');
  const sentAt = clock.now();
  await send('orders', 'x');
  clock.advance(5000);

  const [message] = await receive('orders', {
    AttributeNames: ['SentTimestamp' as never],
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'ApproximateFirstReceiveTimestamp'],
  });

  expect(message?.Attributes).toEqual({
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: '1',
    ApproximateFirstReceiveTimestamp: String(sentAt + 5000),
  });
});

test('message attributes come back as far as they are asked for, with the MD5 of those', async () => {
  const { queue, send, receive } = startSqs();
  await queue('orders', { VisibilityTimeout: '0' });
  const simple = { DataType: 'String', StringValue: 'attribValue 1' };
  const attributes = { attribName1: simple, 'trace.id': { DataType: 'Number', StringValue: '7' } };
  await send('orders', 'x', { MessageAttributes: attributes });

  const [all] = await receive('orders', { MessageAttributeNames: ['All'] });
  const [one] = await receive('orders', { MessageAttributeNames: ['attribName1'] });
  const [prefixed] = await receive('orders', { MessageAttributeNames: ['trace.*'] });
  const [none] = await receive('orders');

  expect(all?.MessageAttributes).toEqual(attributes);
  expect(one?.MessageAttributes).toEqual({ attribName1: simple });
  expect(one?.MD5OfMessageAttributes).toBe('19e27d4e946b072f3f58da80d94fd778');
  expect(Object.keys(prefixed?.MessageAttributes ?? {})).toEqual(['trace.id']);
  expect(none?.MessageAttributes).toBeUndefined();
});

test('messages past their retention are gone', async () => {
  const { queue, send, receive, clock } = startSqs();
  await queue('orders', { MessageRetentionPeriod: '60' });
  await send('orders', 'old');
  clock.advance(30_000);
  await send('orders', 'young');

  clock.advance(30_001);

  expect(bodies(await receive('orders'))).toEqual(['young']);
});

test('a receiver gets at most as many messages as it asked for, the oldest first', async () => {
  const { queue, send, receive } = startSqs();
  await queue('orders');
  for (const body of ['a', 'b', 'c']) await send('orders', body);

  const two = await receive('orders', { MaxNumberOfMessages: 2 });
  const eleven = receive('orders', { MaxNumberOfMessages: 11 });

  expect(bodies(two)).toEqual(['a', 'b']);
  await expect(eleven).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: expect.stringContaining('MaxNumberOfMessages'),
  });
});

test('a long poll returns as soon as a message is sent', async () => {
  const { queue, send, receive } = startSqs();
  await queue('orders');

  const polling = receive('orders', { WaitTimeSeconds: 20 });
  await send('orders', 'arrived');

  expect(bodies(await polling)).toEqual(['arrived']);
});

test('a long poll returns as soon as a delayed or hidden message is visible', async () => {
  const { queue, send, receive, clock } = startSqs();
  await queue('orders', { ReceiveMessageWaitTimeSeconds: '20' });
  await send('orders', 'delayed', { DelaySeconds: 10 });

  const first = receive('orders', { VisibilityTimeout: 15 });
  clock.advance(10_000);
  await first;
  const second = receive('orders');
  clock.advance(15_000);

  expect(bodies(await first)).toEqual(['delayed']);
  expect(bodies(await second)).toEqual(['delayed']);
});

test('a long poll without messages ends with nothing when its time is over', async () => {
  const { queue, receive, send, clock, attributes } = startSqs();
  await queue('orders');

  const polling = receive('orders', { WaitTimeSeconds: 20 });
  clock.advance(20_000);

  expect(await polling).toEqual([]);
  await send('orders', 'later');
  expect(await attributes('orders')).toMatchObject({ ApproximateNumberOfMessages: '1' });
});

test('looking into a queue changes nothing', async () => {
  const { queue, send, receive, inspect } = startSqs();
  await queue('orders');
  await send('orders', 'a');
  await send('orders', 'b');
  await receive('orders', { MaxNumberOfMessages: 1 });

  const inspected = inspect('orders');

  expect(inspected).toMatchObject({ visible: 1, inFlight: 1, delayed: 0 });
  expect(inspected?.messages).toMatchObject([
    { body: 'a', state: 'inFlight', receiveCount: 1 },
    { body: 'b', state: 'visible', receiveCount: 0 },
  ]);
  expect(inspect('nowhere')).toBeUndefined();
  expect(await receive('orders', { QueueUrl: urlOf('orders') })).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { Call, MessageSource } from '../service.ts';
import { arnOf, bodies, redriveTo, startSqs } from './sqs.fixture.ts';

function sourceOf({ findSource }: ReturnType<typeof startSqs>, name = 'orders'): MessageSource {
  const source = findSource(arnOf(name));
  if (source === undefined) throw new Error(`no queue ${name}`);
  return source;
}

test('a source gives records in the shape that Lambda gets', async () => {
  const sqs = startSqs();
  const { queue, call, clock } = sqs;
  const QueueUrl = await queue('orders', { VisibilityTimeout: '360' });
  const principal: Call['principal'] = { accountId: '1', arn: 'arn:aws:sts::1:assumed-role/r/s' };
  const { MessageId } = await call(
    'SendMessage',
    {
      QueueUrl,
      MessageBody: 'hello',
      MessageAttributes: {
        colour: { DataType: 'String', StringValue: 'red' },
        key: { DataType: 'Binary', BinaryValue: Buffer.from('hi') },
      },
    },
    { traceHeader: 'Root=1', principal },
  );

  const source = sourceOf(sqs);
  const records = source.receive(10);

  expect(source).toMatchObject({ arn: arnOf('orders'), visibilityTimeoutSeconds: 360 });
  expect(records).toEqual([
    {
      messageId: MessageId,
      receiptHandle: expect.any(String),
      body: 'hello',
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      attributes: {
        SenderId: principal.arn,
        SentTimestamp: String(clock.now()),
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: String(clock.now()),
        AWSTraceHeader: 'Root=1',
      },
      messageAttributes: {
        colour: { dataType: 'String', stringValue: 'red' },
        key: { dataType: 'Binary', binaryValue: 'aGk=' },
      },
    },
  ]);
});

test('what a source acknowledges does not come back', async () => {
  const sqs = startSqs();
  await sqs.queue('orders');
  await sqs.send('orders', 'x');
  const source = sourceOf(sqs);
  const [record] = source.receive(1);

  source.delete(record?.receiptHandle ?? '');
  sqs.clock.advance(30_000);

  expect(source.receive(1)).toEqual([]);
});

test('a listener hears when a message is sent and when it becomes visible', async () => {
  const sqs = startSqs();
  const { queue, send, receive, clock } = sqs;
  await queue('orders');
  const heard: string[] = [];
  let now = 'sent';
  const stop = sourceOf(sqs).onAvailable(() => heard.push(now));

  await send('orders', 'at once');
  await receive('orders', { VisibilityTimeout: 20 });
  await send('orders', 'late', { DelaySeconds: 10 });
  now = 'delay over';
  clock.advance(10_000);
  now = 'visibility timeout over';
  clock.advance(10_000);
  stop();
  await send('orders', 'unheard');

  expect(heard).toEqual(['sent', 'delay over', 'visibility timeout over']);
});

test('a listener hears when somebody sets the visibility to 0', async () => {
  const sqs = startSqs();
  const { queue, send, call, receive } = sqs;
  const QueueUrl = await queue('orders');
  await send('orders', 'x');
  const [{ ReceiptHandle } = {}] = await receive('orders');
  let heard = 0;
  sourceOf(sqs).onAvailable(() => {
    heard += 1;
  });

  await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });

  expect(heard).toBe(1);
});

test('nothing is heard of a message that was deleted before its visibility timeout', async () => {
  const sqs = startSqs();
  const { queue, send, clock } = sqs;
  await queue('orders');
  await send('orders', 'x');
  const source = sourceOf(sqs);
  let heard = 0;
  source.onAvailable(() => {
    heard += 1;
  });

  const [record] = source.receive(1);
  source.delete(record?.receiptHandle ?? '');
  clock.advance(60_000);

  expect(heard).toBe(0);
  expect(clock.next()).toBeUndefined();
});

test('giving up moves a message to the dead-letter queue after one receive', async () => {
  const sqs = startSqs();
  await sqs.queue('dead');
  await sqs.queue('orders', redriveTo('dead', 10));
  await sqs.send('orders', 'looping');
  const source = sourceOf(sqs);
  const [record] = source.receive(1);

  source.giveUp(record?.receiptHandle ?? '');

  expect(bodies(await sqs.receive('dead'))).toEqual(['looping']);
});

test('giving up without a dead-letter queue loses the message', async () => {
  const sqs = startSqs();
  await sqs.queue('orders');
  await sqs.send('orders', 'looping');
  const source = sourceOf(sqs);
  const [record] = source.receive(1);

  source.giveUp(record?.receiptHandle ?? '');
  sqs.clock.advance(30_000);

  expect(source.receive(1)).toEqual([]);
});

test('there is no source for a queue that is not there', () => {
  const { findSource } = startSqs();

  expect(findSource(arnOf('nowhere'))).toBeUndefined();
});

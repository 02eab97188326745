import { expect, test } from 'vitest';
import { startSqs } from './sqs.fixture.ts';

test('in a batch each entry succeeds or fails by itself', async () => {
  const { queue, call, receive } = startSqs();
  const QueueUrl = await queue('orders');

  const sent = await call('SendMessageBatch', {
    QueueUrl,
    Entries: [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'bad', MessageBody: 'b', DelaySeconds: 1000 },
    ],
  });
  const [message] = await receive('orders');
  const deleted = await call('DeleteMessageBatch', {
    QueueUrl,
    Entries: [
      { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
      { Id: 'bad', ReceiptHandle: 'made-up' },
    ],
  });

  expect(sent.Successful).toMatchObject([{ Id: 'good', MessageId: message?.MessageId }]);
  expect(sent.Failed).toMatchObject([
    { Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true },
  ]);
  expect(deleted.Successful).toEqual([{ Id: 'good' }]);
  expect(deleted.Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }]);
});

test.each([
  ['empty', [], 'EmptyBatchRequest'],
  ['of eleven', [...'abcdefghijk'], 'TooManyEntriesInBatchRequest'],
  ['with an id twice', ['a', 'a'], 'BatchEntryIdsNotDistinct'],
  ['with a bad id', ['a b'], 'InvalidBatchEntryId'],
])('a batch %s is refused as a whole', async (_, ids, code) => {
  const { queue, call, attributes } = startSqs();
  const QueueUrl = await queue('orders');

  const sending = call('SendMessageBatch', {
    QueueUrl,
    Entries: ids.map((Id) => ({ Id, MessageBody: 'x' })),
  });

  await expect(sending).rejects.toMatchObject({ code });
  expect(await attributes('orders')).toMatchObject({ ApproximateNumberOfMessages: '0' });
});

test('a batch of more than 1 MiB is refused', async () => {
  const { queue, call } = startSqs();
  const QueueUrl = await queue('orders');
  const half = 'x'.repeat(524_289);

  const sending = call('SendMessageBatch', {
    QueueUrl,
    Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: half })),
  });

  await expect(sending).rejects.toMatchObject({ code: 'BatchRequestTooLong' });
});

import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { eventWith, NOW } from '../operation/operation.fixture.ts';
import { readDelivery } from './delivery.ts';
import { changeVisibility, lookInto, sendCheck } from './queue.ts';
import { recordWith } from './record.fixture.ts';
import { wireTo } from './wire.fixture.ts';

const url = 'https://sqs.eu-west-1.amazonaws.com/000000000000/check-work';

describe('a check', () => {
  const send = async (event = eventWith(), delaySeconds = 30) => {
    const { sent, config } = wireTo();
    const sending = sendCheck(new SQSClient(config), { region: 'eu-west-1' }, () => NOW);
    await sending(url, event, 'event-id', 'check-id', delaySeconds);
    return Object(sent[0]?.input);
  };

  test('is the same event once more, and says which check it is', async () => {
    const input = await send();

    expect(input).toMatchObject({ QueueUrl: url, DelaySeconds: 30 });
    expect(input.MessageAttributes.check_id.StringValue).toBe('check-id');
    const delivery = readDelivery(recordWith(input.MessageBody, { checkId: 'check-id' }));
    expect(delivery).toMatchObject({
      checkId: 'check-id',
      event: { id: 'event-id', source: 'aurora-restore', 'detail-type': 'SnapshotCopyStarted' },
    });
    expect(delivery.event.detail).toEqual(eventWith().detail);
  });

  test('of a request keeps the request’s id, from which the operation’s derives', async () => {
    const { MessageBody } = await send(eventWith({ id: 'request-id' }));

    expect(readDelivery(recordWith(MessageBody)).event.id).toBe('request-id');
  });

  test.each([
    [-5, 0],
    [0.2, 1],
    [901, 900],
  ])('after %s seconds is delayed by %s, as SQS can', async (wanted, seconds) => {
    expect((await send(eventWith(), wanted)).DelaySeconds).toBe(seconds);
  });
});

test.each([
  [0, 0],
  [89.5, 90],
  [-1, 0],
  [50_000, 43_200],
])('a message is hidden for %s seconds: %s, as SQS can', async (wanted, VisibilityTimeout) => {
  const { sent, config } = wireTo();

  await changeVisibility(new SQSClient(config), url, 'receipt', wanted);

  const input = { QueueUrl: url, ReceiptHandle: 'receipt', VisibilityTimeout };
  expect(sent).toEqual([{ operation: 'ChangeMessageVisibility', input }]);
});

describe('a look into a queue', () => {
  test('ends when nothing more is to be seen', async () => {
    const { sent, config } = wireTo();

    expect(await lookInto(new SQSClient(config), url)).toEqual([]);

    expect(sent).toMatchObject([
      { operation: 'ReceiveMessage', input: { QueueUrl: url, VisibilityTimeout: 0 } },
    ]);
  });

  const messages = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      MessageId: `m${index}`,
      Body: '{}',
      Attributes: { SentTimestamp: String(NOW.getTime()) },
    }));

  test('of a few messages hides none, not even for a moment', async () => {
    const { sent, config } = wireTo({ Messages: messages(9) });

    const found = await lookInto(new SQSClient(config), url);

    expect(found).toHaveLength(9);
    expect(found[0]).toEqual({ messageId: 'm0', body: '{}', sentAt: NOW });
    expect(sent).toMatchObject([{ input: { VisibilityTimeout: 0 } }]);
  });

  test('of many messages tells each once, ends some time, and takes nothing away', async () => {
    const { sent, config } = wireTo({ Messages: messages(10) });

    const found = await lookInto(new SQSClient(config), url);

    expect(found).toHaveLength(10);
    expect(sent).toHaveLength(51);
    expect(new Set(sent.map(({ operation }) => operation))).toEqual(new Set(['ReceiveMessage']));
  });
});

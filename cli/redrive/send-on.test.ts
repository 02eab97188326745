import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { letterOf } from './letter.ts';
import { sendOn } from './send-on.ts';

const queue = {
  name: 'dlq',
  url: 'http://dlq',
  arn: 'arn',
  service: 'delete-rds',
  visible: 1,
  hidden: 0,
};
const check_id = { DataType: 'String', StringValue: 'check-1' };
const letter = letterOf(queue, {
  MessageId: 'm',
  ReceiptHandle: 'handle',
  Body: 'body',
  MessageAttributes: { check_id },
});

/** What is asked of SQS, in order; the call of this number fails. */
async function sentWith(failing?: number) {
  const calls: [string, object][] = [];
  const sqs = new SQSClient({});
  sqs.middlewareStack.add(
    (_, context) =>
      async ({ input }) => {
        calls.push([String(context.commandName), input]);
        if (calls.length === failing) throw new Error('lost');
        return { output: { $metadata: {} }, response: {} };
      },
    { step: 'initialize', priority: 'high' },
  );
  const sent = sendOn(sqs, letter, 'http://source').then(
    () => 'sent',
    () => 'lost',
  );
  return { sent: await sent, calls };
}

test('a message is sent with its attributes, and then deleted', async () => {
  expect((await sentWith()).calls).toEqual([
    [
      'SendMessageCommand',
      { QueueUrl: 'http://source', MessageBody: 'body', MessageAttributes: { check_id } },
    ],
    ['DeleteMessageCommand', { QueueUrl: 'http://dlq', ReceiptHandle: 'handle' }],
  ]);
});

test('a message that could not be sent stays', async () => {
  const { sent, calls } = await sentWith(1);

  expect([sent, calls.map(([command]) => command)]).toEqual(['lost', ['SendMessageCommand']]);
});

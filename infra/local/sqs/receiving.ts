import type { Message, ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { notServed, within } from './errors.ts';
import { type ReceivedMessage, systemAttributes } from './message.ts';
import { md5, md5OfAttributes, selectAttributes } from './message-attributes.ts';
import type { Queue } from './queue.ts';

/** Receives at once if there is something; else waits as long as asked for the first message. */
export async function receiveFrom(
  queue: Queue,
  ask: ReceiveMessageRequest,
  clock: Clock,
): Promise<Message[]> {
  if (ask.ReceiveRequestAttemptId !== undefined)
    throw notServed('ReceiveRequestAttemptId, a parameter of FIFO queues,');
  const max = within(ask.MaxNumberOfMessages, 'MaxNumberOfMessages', [1, 10]) ?? 1;
  const visibility = within(ask.VisibilityTimeout, 'VisibilityTimeout', [0, 43_200]);
  const waitSeconds =
    within(ask.WaitTimeSeconds, 'WaitTimeSeconds', [0, 20]) ?? queue.settings.receiveWaitSeconds;
  const receive = () => queue.receive(max, visibility);

  const received = receive();
  const messages =
    received.length > 0 || waitSeconds === 0
      ? received
      : await firstArrivals(queue, receive, waitSeconds * 1000, clock);
  return messages.map((message) => present(message, ask));
}

function firstArrivals(
  queue: Queue,
  receive: () => ReceivedMessage[],
  waitMs: number,
  clock: Clock,
): Promise<ReceivedMessage[]> {
  return new Promise((resolve) => {
    const stopListening = queue.messages.onAvailable(() => {
      const received = receive();
      if (received.length > 0) finish(received);
    });
    const cancelTimeout = clock.after(waitMs, () => finish([]));
    const finish = (received: ReceivedMessage[]) => {
      stopListening();
      cancelTimeout();
      resolve(received);
    };
  });
}

function present(received: ReceivedMessage, ask: ReceiveMessageRequest): Message {
  const { id, body, attributes } = received.message;
  const asked: readonly string[] = [
    ...(ask.AttributeNames ?? []),
    ...(ask.MessageSystemAttributeNames ?? []),
  ];
  const system = Object.entries(systemAttributes(received)).filter(
    ([name]) => asked.includes('All') || asked.includes(name),
  );
  const selected = selectAttributes(attributes, ask.MessageAttributeNames ?? []);
  return {
    MessageId: id,
    ReceiptHandle: received.receiptHandle,
    MD5OfBody: md5(body),
    Body: body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(selected).length > 0 && {
      MessageAttributes: selected,
      MD5OfMessageAttributes: md5OfAttributes(selected),
    }),
  };
}

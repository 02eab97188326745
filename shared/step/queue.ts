import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { OutgoingEvent } from '../operation/operation.ts';
import { CHECK_ID } from './delivery.ts';

/** Sends an event to a step's queue once more, in EventBridge's shape, as the check with this id. */
export const sendCheck =
  (client: SQSClient, place: { readonly region: string }, now: () => Date) =>
  async (
    queueUrl: string,
    event: OutgoingEvent,
    eventId: string,
    checkId: string,
    delaySeconds: number,
  ): Promise<void> => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        DelaySeconds: Math.min(900, Math.max(0, Math.ceil(delaySeconds))),
        MessageBody: JSON.stringify({
          version: '0',
          id: event.id ?? eventId,
          'detail-type': event.detail_type,
          source: event.source,
          time: now().toISOString(),
          region: place.region,
          resources: [],
          detail: event.detail,
        }),
        MessageAttributes: { [CHECK_ID]: { DataType: 'String', StringValue: checkId } },
      }),
    );
  };

export const changeVisibility = async (
  client: SQSClient,
  QueueUrl: string,
  ReceiptHandle: string,
  seconds: number,
): Promise<void> => {
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle,
      /** SQS keeps a message invisible for 12 hours at most. */
      VisibilityTimeout: Math.min(43_200, Math.max(0, Math.ceil(seconds))),
    }),
  );
};

/** A message that nobody works on any more. */
export interface DeadLetter {
  readonly messageId: string;
  readonly body: string;
  /** When it was first sent: SQS keeps that on the way into a dead-letter queue. */
  readonly sentAt: Date;
}

/** Of a queue that holds more than one answer does, long enough to see the next ones. */
const LOOKED_AT_SECONDS = 10;
/** The most messages that SQS gives at a time. */
const FULL = 10;
/** What lies behind so many is seen when they are gone. */
const MOST_RECEIVES = 50;

/**
 * What lies in a queue, which keeps it. A few messages are not hidden for a moment, so that a redrive
 * meanwhile misses none. A short poll may miss some: look again.
 */
export async function lookInto(client: SQSClient, QueueUrl: string): Promise<DeadLetter[]> {
  const look = async (VisibilityTimeout: number) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: FULL,
        VisibilityTimeout,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages.map(({ MessageId: messageId = '', Body: body = '', Attributes }) => ({
      messageId,
      body,
      sentAt: new Date(Number(Attributes?.SentTimestamp)),
    }));
  };
  const few = await look(0);
  if (few.length < FULL) return few;
  const found = new Map<string, DeadLetter>();
  for (let receives = 0; receives < MOST_RECEIVES; receives++) {
    const letters = await look(LOOKED_AT_SECONDS);
    if (letters.length === 0) break;
    for (const letter of letters) found.set(letter.messageId, letter);
  }
  return [...found.values()];
}

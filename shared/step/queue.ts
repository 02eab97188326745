import {
  ChangeMessageVisibilityCommand,
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

import {
  DeleteMessageCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Letter } from './letter.ts';

/**
 * Sends a message to a service's queue, then deletes it here: whatever ends this in between leaves a
 * double, which the step acknowledges, and never a loss.
 */
export async function sendOn(sqs: SQSClient, letter: Letter, queueUrl: string): Promise<void> {
  const { message, queue, receiptHandle, undelivered } = letter;
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: message.Body,
      /** Those of an undelivered event are EventBridge's, about the delivery. */
      ...(undelivered === undefined && {
        MessageAttributes: attributesOf(message.MessageAttributes),
      }),
    }),
  );
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: receiptHandle }));
}

/** As they are sent: what is received may carry empty lists besides. */
const attributesOf = (received: Record<string, MessageAttributeValue> = {}) =>
  Object.fromEntries(
    Object.entries(received).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        DataType,
        ...(StringValue !== undefined && { StringValue }),
        ...(BinaryValue !== undefined && { BinaryValue }),
      },
    ]),
  );

import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** A message, whichever queue it lies in. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  readonly traceHeader?: string | undefined;
  /**
   * Milliseconds since the epoch. Retention counts from here, also in a dead-letter queue: on its way
   * there a message of a standard queue keeps its id and its time.
   */
  readonly sentAt: number;
  /** The queue whose redrive policy moved it here. */
  readonly deadLetterSource?: string | undefined;
  /** How often it was received in the queues before this one; AWS keeps counting in a dead-letter queue. */
  readonly receivesBefore?: number | undefined;
  readonly firstReceivedAt?: number | undefined;
}

export interface ReceivedMessage {
  readonly message: Message;
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
}

/** The system attributes of a received message, by their AWS names. */
export function systemAttributes(received: ReceivedMessage): Record<string, string> {
  const { message } = received;
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(received.receiveCount),
    ApproximateFirstReceiveTimestamp: String(received.firstReceivedAt),
    ...(message.traceHeader !== undefined && { AWSTraceHeader: message.traceHeader }),
    ...(message.deadLetterSource !== undefined && {
      DeadLetterQueueSourceArn: message.deadLetterSource,
    }),
  };
}

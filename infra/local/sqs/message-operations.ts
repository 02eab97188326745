import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchRequestEntry,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageBatchRequest,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { type Call, ServiceError } from '../service.ts';
import { eachEntry } from './batch.ts';
import { required, within } from './errors.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { receiveFrom } from './receiving.ts';
import { type SendingSurroundings, sendTo, sizeOf } from './sending.ts';

export const messageOperations = (queues: Queues, around: SendingSurroundings) => ({
  SendMessage: (input: SendMessageRequest, call: Call): SendMessageResult =>
    sendTo(queues.at(input.QueueUrl, call), input, senderOf(call), around),

  async SendMessageBatch(
    input: SendMessageBatchRequest,
    call: Call,
  ): Promise<SendMessageBatchResult> {
    const queue = queues.at(input.QueueUrl, call);
    const size = (input.Entries ?? []).reduce((total, entry) => total + sizeOf(entry), 0);
    if (size > LARGEST_BATCH)
      throw new ServiceError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${LARGEST_BATCH} bytes. You have sent ${size} bytes.`,
      );
    return await eachEntry(input.Entries, (entry) => sendTo(queue, entry, senderOf(call), around));
  },

  async ReceiveMessage(input: ReceiveMessageRequest, call: Call): Promise<ReceiveMessageResult> {
    const messages = await receiveFrom(queues.at(input.QueueUrl, call), input, around.clock);
    return messages.length > 0 ? { Messages: messages } : {};
  },

  DeleteMessage(input: DeleteMessageRequest, call: Call): undefined {
    queues.at(input.QueueUrl, call).delete(required(input.ReceiptHandle, 'ReceiptHandle'));
  },

  async DeleteMessageBatch(
    input: DeleteMessageBatchRequest,
    call: Call,
  ): Promise<DeleteMessageBatchResult> {
    const queue = queues.at(input.QueueUrl, call);
    return await eachEntry(input.Entries, (entry) => {
      queue.delete(required(entry.ReceiptHandle, 'ReceiptHandle'));
      return {};
    });
  },

  ChangeMessageVisibility(input: ChangeMessageVisibilityRequest, call: Call): undefined {
    changeVisibility(queues.at(input.QueueUrl, call), input);
  },

  async ChangeMessageVisibilityBatch(
    input: ChangeMessageVisibilityBatchRequest,
    call: Call,
  ): Promise<ChangeMessageVisibilityBatchResult> {
    const queue = queues.at(input.QueueUrl, call);
    return await eachEntry(input.Entries, (entry) => {
      changeVisibility(queue, entry);
      return {};
    });
  },
});

/** Bytes: as large as one message may be. */
const LARGEST_BATCH = 1_048_576;

/** AWS gives an internal id of the user or role here; the ARN tells more. */
const senderOf = ({ principal, traceHeader }: Call) => ({ senderId: principal.arn, traceHeader });

function changeVisibility(
  queue: Queue,
  input: Omit<ChangeMessageVisibilityBatchRequestEntry, 'Id'>,
): void {
  const handle = required(input.ReceiptHandle, 'ReceiptHandle');
  const seconds = required(input.VisibilityTimeout, 'VisibilityTimeout');
  queue.changeVisibility(handle, within(seconds, 'VisibilityTimeout', [0, 43_200]) ?? 0);
}

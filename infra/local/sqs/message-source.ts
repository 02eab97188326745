import type { MessageSource, SourceMessage } from '../service.ts';
import { type MessageAttributes, type ReceivedMessage, systemAttributes } from './message.ts';
import { md5 } from './message-attributes.ts';
import type { Queue } from './queue.ts';

/** A queue as an event source mapping reads it. */
export const messageSource = (queue: Queue): MessageSource => ({
  arn: queue.arn,
  get visibilityTimeoutSeconds() {
    return queue.settings.visibilityTimeout;
  },
  receive: (max) => queue.receive(max).map(toRecord),
  delete: (receiptHandle) => queue.delete(receiptHandle),
  giveUp: (receiptHandle) => queue.giveUp(receiptHandle),
  onAvailable: (listener) => queue.messages.onAvailable(listener),
});

function toRecord(received: ReceivedMessage): SourceMessage {
  const { id, body, attributes } = received.message;
  return {
    messageId: id,
    receiptHandle: received.receiptHandle,
    body,
    attributes: systemAttributes(received),
    messageAttributes: recordAttributes(attributes),
    md5OfBody: md5(body),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html shows the shape: binary values as base64. */
function recordAttributes(attributes: MessageAttributes): SourceMessage['messageAttributes'] {
  const entries = Object.entries(attributes).map(([name, attribute]) => [
    name,
    {
      dataType: attribute.DataType ?? '',
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue && {
        binaryValue: Buffer.from(attribute.BinaryValue).toString('base64'),
      }),
    },
  ]);
  return Object.fromEntries(entries);
}

import type { Delivery } from '../service.ts';
import type { MessageAttributes } from '../sqs/message.ts';
import { notServed } from './errors.ts';
import type { InboxMessage } from './inbox.ts';

/**
 * The JSON around a message where raw delivery is off. Nothing signs it here, and there is no page to
 * unsubscribe at: those fields are missing.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function asNotification(published: InboxMessage, text: string): string {
  const attributes = Object.entries(published.attributes).map(([name, attribute]) => [
    name,
    {
      Type: attribute.DataType,
      Value: attribute.BinaryValue
        ? Buffer.from(attribute.BinaryValue).toString('base64')
        : attribute.StringValue,
    },
  ]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: published.messageId,
    TopicArn: published.topicArn,
    Subject: published.subject,
    Message: text,
    Timestamp: published.time.toISOString(),
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
  });
}

/** The attributes as they go along with a raw message. */
export function asAttributes(attributes: MessageAttributes): Delivery['attributes'] {
  const entries = Object.entries(attributes).map(([name, { DataType = '', StringValue }]) => {
    if (StringValue === undefined)
      throw notServed(`Raw delivery of the binary attribute '${name}'`);
    return [name, { DataType, StringValue }];
  });
  return Object.fromEntries(entries);
}

import type {
  PublishBatchInput,
  PublishBatchResponse,
  PublishInput,
  PublishResponse,
} from '@aws-sdk/client-sns';
import { ServiceError } from '../service.ts';
import { eachEntry } from '../sqs/batch.ts';
import { sizeOfAttributes } from '../sqs/message-attributes.ts';
import { notServed } from './errors.ts';
import { LARGEST, readPublication } from './publication.ts';
import type { Publisher } from './publisher.ts';
import type { Topics } from './topics.ts';

export const publishOperations = (topics: Topics, publisher: Publisher) => ({
  async Publish(input: PublishInput): Promise<PublishResponse> {
    if (input.PhoneNumber !== undefined) throw notServed('A text message to a phone number');
    const topic = topics.get(input.TopicArn ?? input.TargetArn);
    return { MessageId: await publisher.publish(topic, readPublication(input)) };
  },

  async PublishBatch(input: PublishBatchInput): Promise<PublishBatchResponse> {
    const topic = topics.get(input.TopicArn);
    const entries = input.PublishBatchRequestEntries ?? [];
    const size = entries.reduce(
      (total, { Message = '', MessageAttributes = {} }) =>
        total + Buffer.byteLength(Message) + sizeOfAttributes(MessageAttributes),
      0,
    );
    if (size > LARGEST)
      throw new ServiceError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${LARGEST} bytes. You have sent ${size} bytes.`,
      );
    return await eachEntry(entries, async (entry) => ({
      MessageId: await publisher.publish(topic, readPublication(entry)),
    }));
  },
});

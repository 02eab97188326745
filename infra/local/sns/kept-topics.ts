import { z } from 'zod';
import { type Kept, keptPlace } from '../kept.ts';
import type { MessageAttributes } from '../sqs/message.ts';
import type { InboxMessage } from './inbox.ts';
import { type Topic, topicArn } from './topic.ts';
import type { Topics } from './topics.ts';

const attributes = z.record(z.string(), z.string());

const topic = z.strictObject({
  place: z.object({ ...keptPlace, name: z.string() }),
  attributes,
  tags: z.map(z.string(), z.string()),
  subscriptions: z.array(
    z.strictObject({ arn: z.string(), protocol: z.string(), endpoint: z.string(), attributes }),
  ),
});

const inboxMessage = z
  .strictObject({
    topicArn: z.string(),
    messageId: z.string(),
    time: z.date(),
    subject: z.string().optional(),
    message: z.string(),
    attributes: z.custom<MessageAttributes>((value) => typeof value === 'object'),
    emails: z.array(z.strictObject({ to: z.string(), subject: z.string(), text: z.string() })),
    undelivered: z.array(z.strictObject({ endpoint: z.string(), reason: z.string() })),
  })
  .transform((one) => ({ subject: undefined, ...one }));

const schema = z.strictObject({ topics: z.array(topic), inbox: z.array(inboxMessage) });

/** Topics, whoever subscribes to them, and the mails that went out. */
export const keptTopics = (topics: Topics, inbox: InboxMessage[]): Kept => ({
  save: () => ({
    topics: topics.all().map(({ place, attributes, tags, subscriptions }) => ({
      place,
      attributes,
      tags,
      subscriptions: [...subscriptions.values()].map(({ arn, protocol, endpoint, attributes }) => ({
        arn,
        protocol,
        endpoint,
        attributes,
      })),
    })),
    inbox,
  }),
  restore(saved) {
    const were = schema.parse(saved);
    for (const { subscriptions, ...was } of were.topics) {
      const topic = topics.find(topicArn(was.place)) ?? madeAgain(topics, was);
      for (const { arn, protocol, endpoint, attributes } of subscriptions) {
        const id = arn.slice(topic.arn.length + 1);
        if (!topics.subscriber(topic, protocol, endpoint))
          topics.subscribe(topic, protocol, endpoint, attributes, id);
      }
    }
    inbox.unshift(...were.inbox);
  },
});

function madeAgain(topics: Topics, was: Pick<Topic, 'place' | 'attributes' | 'tags'>): Topic {
  const topic = topics.create(was.place, was.attributes);
  for (const [key, value] of was.tags) topic.tags.set(key, value);
  return topic;
}

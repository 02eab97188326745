import type { DeliveryTarget } from '../service.ts';
import { checkDelivery } from '../sqs/resource-policy.ts';
import { readPublication } from './publication.ts';
import type { Publisher } from './publisher.ts';
import type { Topics } from './topics.ts';

/** A topic as EventBridge publishes to it, if its policy lets it. */
export function deliveryTarget(
  arn: string,
  topics: Topics,
  publisher: Publisher,
): DeliveryTarget | undefined {
  if (topics.find(arn) === undefined) return undefined;
  return {
    async deliver({ body, from, attributes }) {
      const topic = topics.get(arn);
      checkDelivery(topic.policy, { action: 'sns:Publish', resource: arn }, from);
      const publication = readPublication({ Message: body, MessageAttributes: attributes });
      await publisher.publish(topic, publication);
    },
  };
}

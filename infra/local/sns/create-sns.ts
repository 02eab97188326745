import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Kept } from '../kept.ts';
import type { FindTarget, LocalService, ResourceProvider } from '../service.ts';
import { withResourcePolicies } from '../sqs/resource-policy.ts';
import { deliveryTarget } from './delivery-target.ts';
import type { InboxMessage } from './inbox.ts';
import { keptTopics } from './kept-topics.ts';
import { permissionsOf } from './permissions.ts';
import { publishOperations } from './publish-operations.ts';
import { Publisher } from './publisher.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { topicOperations } from './topic-operations.ts';
import { subscriptionProvider, topicPolicyProvider, topicProvider } from './topic-provider.ts';
import { Topics } from './topics.ts';

export interface SnsOptions {
  readonly clock: Clock;
  /** Finds the queues that subscribe. */
  readonly findTarget: FindTarget;
  readonly uuid?: () => string;
}

export interface Sns {
  readonly service: LocalService;
  readonly providers: readonly ResourceProvider[];
  readonly findTarget: FindTarget;
  readonly kept: Kept;
  /** Everything published to any topic, the oldest first, with the mails it led to. */
  inbox(): readonly InboxMessage[];
}

/** SNS with standard topics: https://docs.aws.amazon.com/sns/latest/api/ */
export function createSns({ clock, findTarget, uuid = randomUUID }: SnsOptions): Sns {
  const topics = new Topics(uuid);
  const publisher = new Publisher(clock, uuid, findTarget);
  return {
    service: {
      id: 'sns',
      operations: withResourcePolicies(
        {
          ...topicOperations(topics),
          ...subscriptionOperations(topics),
          ...publishOperations(topics, publisher),
        },
        permissionsOf,
        (arn) => topics.find(arn)?.policy,
      ),
      permissions: permissionsOf,
    },
    providers: [topicProvider(topics), subscriptionProvider(topics), topicPolicyProvider(topics)],
    findTarget: (arn) => deliveryTarget(arn, topics, publisher),
    kept: keptTopics(topics, publisher.inbox),
    inbox: () => publisher.inbox,
  };
}

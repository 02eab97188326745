import type { Call, Permission } from '../service.ts';
import { topicArn } from './topic.ts';
import { topicOf } from './topics.ts';

/** The parameters that tell which topic a call is about. */
export interface AboutTopic {
  readonly Name?: string | undefined;
  readonly Tags?: readonly unknown[] | undefined;
  readonly TopicArn?: string | undefined;
  readonly TargetArn?: string | undefined;
  readonly ResourceArn?: string | undefined;
  readonly SubscriptionArn?: string | undefined;
}

/**
 * The actions a call needs. What is about a subscription is decided on its topic.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export function permissionsOf(input: AboutTopic, call: Call): readonly Permission[] {
  const { accountId, region, operation } = call;
  switch (operation) {
    case 'ListTopics':
    case 'ListSubscriptions':
      return [{ action: `sns:${operation}`, resource: '*' }];
    case 'CreateTopic': {
      const resource = topicArn({ accountId, region, name: input.Name ?? '*' });
      const actions = input.Tags?.length
        ? ['sns:CreateTopic', 'sns:TagResource']
        : ['sns:CreateTopic'];
      return actions.map((action) => ({ action, resource }));
    }
    default:
      return [{ action: `sns:${operation.replace(/Batch$/, '')}`, resource: resourceOf(input) }];
  }
}

function resourceOf(input: AboutTopic): string {
  if (input.SubscriptionArn) return topicOf(input.SubscriptionArn);
  return input.TopicArn ?? input.TargetArn ?? input.ResourceArn ?? '*';
}

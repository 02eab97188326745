import type {
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  SetSubscriptionAttributesInput,
  SubscribeInput,
  SubscribeResponse,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import type { Call } from '../service.ts';
import { page } from '../sqs/page.ts';
import { required } from './errors.ts';
import type { Subscription } from './subscription.ts';
import { PAGE } from './topic-operations.ts';
import type { Topics } from './topics.ts';

export const subscriptionOperations = (topics: Topics) => ({
  Subscribe(input: SubscribeInput): SubscribeResponse {
    const { arn } = topics.subscribe(
      topics.get(input.TopicArn),
      required(input.Protocol, 'Protocol'),
      required(input.Endpoint, 'Endpoint'),
      input.Attributes ?? {},
    );
    return { SubscriptionArn: arn };
  },

  Unsubscribe(input: UnsubscribeInput): undefined {
    const arn = required(input.SubscriptionArn, 'SubscriptionArn');
    topics.findSubscription(arn)?.topic.subscriptions.delete(arn);
  },

  ListSubscriptions(input: ListSubscriptionsInput, call: Call): ListSubscriptionsResponse {
    const all = topics.in(call).flatMap((topic) => [...topic.subscriptions.values()]);
    return listed(all, input.NextToken);
  },

  ListSubscriptionsByTopic(input: ListSubscriptionsByTopicInput): ListSubscriptionsByTopicResponse {
    return listed([...topics.get(input.TopicArn).subscriptions.values()], input.NextToken);
  },

  GetSubscriptionAttributes(
    input: GetSubscriptionAttributesInput,
  ): GetSubscriptionAttributesResponse {
    const subscription = topics.subscription(input.SubscriptionArn);
    return {
      Attributes: {
        ...presented(subscription),
        PendingConfirmation: 'false',
        ConfirmationWasAuthenticated: 'true',
        RawMessageDelivery: 'false',
        ...subscription.attributes,
      },
    };
  },

  SetSubscriptionAttributes(input: SetSubscriptionAttributesInput): undefined {
    const name = required(input.AttributeName, 'AttributeName');
    topics.subscription(input.SubscriptionArn).set({ [name]: input.AttributeValue ?? '' });
  },
});

function listed(subscriptions: readonly Subscription[], token: string | undefined) {
  const { items, NextToken } = page(subscriptions, token, PAGE);
  return { Subscriptions: items.map(presented), NextToken };
}

const presented = ({ arn, topic, protocol, endpoint }: Subscription) => ({
  SubscriptionArn: arn,
  Owner: topic.place.accountId,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topic.arn,
});

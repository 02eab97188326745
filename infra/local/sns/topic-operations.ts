import type {
  CreateTopicInput,
  CreateTopicResponse,
  DeleteTopicInput,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTopicsInput,
  ListTopicsResponse,
  SetTopicAttributesInput,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-sns';
import type { Call } from '../service.ts';
import { page } from '../sqs/page.ts';
import { notServed, required } from './errors.ts';
import type { Topic } from './topic.ts';
import type { Topics } from './topics.ts';

/** As many as AWS lists at a time. */
export const PAGE = 100;

export const topicOperations = (topics: Topics) => ({
  CreateTopic(input: CreateTopicInput, call: Call): CreateTopicResponse {
    if (input.DataProtectionPolicy) throw notServed('DataProtectionPolicy');
    const place = {
      accountId: call.accountId,
      region: call.region,
      name: required(input.Name, 'Name'),
    };
    const topic = topics.create(place, input.Attributes ?? {});
    tag(topic, input.Tags);
    return { TopicArn: topic.arn };
  },

  DeleteTopic(input: DeleteTopicInput): undefined {
    topics.remove(required(input.TopicArn, 'TopicArn'));
  },

  GetTopicAttributes(input: GetTopicAttributesInput): GetTopicAttributesResponse {
    const topic = topics.get(input.TopicArn);
    return {
      Attributes: {
        TopicArn: topic.arn,
        Owner: topic.place.accountId,
        DisplayName: '',
        SubscriptionsConfirmed: String(topic.subscriptions.size),
        SubscriptionsPending: '0',
        SubscriptionsDeleted: '0',
        ...topic.attributes,
      },
    };
  },

  SetTopicAttributes(input: SetTopicAttributesInput): undefined {
    const name = required(input.AttributeName, 'AttributeName');
    topics.get(input.TopicArn).set({ [name]: input.AttributeValue ?? '' });
  },

  ListTopics(input: ListTopicsInput, call: Call): ListTopicsResponse {
    const { items, NextToken } = page(topics.in(call), input.NextToken, PAGE);
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken };
  },

  TagResource(input: TagResourceRequest): TagResourceResponse {
    tag(topics.get(input.ResourceArn, 'ResourceArn'), required(input.Tags, 'Tags'));
    return {};
  },

  UntagResource(input: UntagResourceRequest): UntagResourceResponse {
    const { tags } = topics.get(input.ResourceArn, 'ResourceArn');
    for (const key of required(input.TagKeys, 'TagKeys')) tags.delete(key);
    return {};
  },

  ListTagsForResource(input: ListTagsForResourceRequest): ListTagsForResourceResponse {
    const { tags } = topics.get(input.ResourceArn, 'ResourceArn');
    return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
  },
});

function tag(topic: Topic, tags: readonly Tag[] = []): void {
  for (const { Key, Value } of tags) topic.tags.set(required(Key, 'Tags'), Value ?? '');
}

import { z } from 'zod';
import { parseProperties } from '../iam/template-properties.ts';
import type { ResourceProvider } from '../service.ts';
import { physicalName } from '../sqs/physical-name.ts';
import { notServed } from './errors.ts';
import type { Topics } from './topics.ts';

const json = z
  .union([z.record(z.string(), z.unknown()), z.string()])
  .transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);

const topicProperties = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().default(''),
  KmsMasterKeyId: z.string().default(''),
  SignatureVersion: scalar.default(''),
  FifoTopic: scalar.default('false'),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
  Subscription: z.array(z.strictObject({ Protocol: z.string(), Endpoint: z.string() })).default([]),
});

const LONGEST_NAME = 256;

export const topicProvider = (topics: Topics): ResourceProvider => ({
  type: 'AWS::SNS::Topic',
  create(properties, at) {
    const given = parseProperties(topicProperties, properties, at);
    const { DisplayName, KmsMasterKeyId, SignatureVersion } = given;
    const name = given.TopicName ?? physicalName(at, LONGEST_NAME);
    if (given.FifoTopic === 'true') throw notServed(`The FIFO topic ${name}`);
    const place = { accountId: at.accountId, region: at.region, name };
    const topic = topics.create(place, { DisplayName, KmsMasterKeyId, SignatureVersion });
    for (const { Key, Value } of given.Tags) topic.tags.set(Key, Value);
    for (const { Protocol, Endpoint } of given.Subscription)
      topics.subscribe(topic, Protocol, Endpoint, {});
    return { ref: topic.arn, attributes: { TopicArn: topic.arn, TopicName: name } };
  },
});

const policyProperties = z.strictObject({ Topics: z.array(z.string()), PolicyDocument: json });

export const topicPolicyProvider = (topics: Topics): ResourceProvider => ({
  type: 'AWS::SNS::TopicPolicy',
  create(properties, at) {
    const given = parseProperties(policyProperties, properties, at);
    for (const arn of given.Topics) topics.get(arn).set({ Policy: given.PolicyDocument });
    return { ref: physicalName(at, LONGEST_NAME) };
  },
});

const subscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  RawMessageDelivery: scalar.default(''),
  FilterPolicy: json.default(''),
  FilterPolicyScope: z.string().default(''),
  RedrivePolicy: json.default(''),
  /** Where the topic is; its ARN says it. */
  Region: z.string().optional(),
});

export const subscriptionProvider = (topics: Topics): ResourceProvider => ({
  type: 'AWS::SNS::Subscription',
  create(properties, at) {
    const {
      TopicArn,
      Protocol,
      Endpoint,
      Region: _,
      ...attributes
    } = parseProperties(subscriptionProperties, properties, at);
    const { arn } = topics.subscribe(topics.get(TopicArn), Protocol, Endpoint, attributes);
    return { ref: arn, attributes: { Arn: arn } };
  },
});

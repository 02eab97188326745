import { z } from 'zod';
import { parseProperties } from '../iam/template-properties.ts';
import type { ResourceProvider } from '../service.ts';
import { physicalName } from './physical-name.ts';
import type { Queues } from './queues.ts';

/** Templates write numbers and booleans as such or as strings. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const json = z
  .union([z.record(z.string(), z.unknown()), z.string()])
  .transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

const queueProperties = z.strictObject({
  QueueName: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
  DelaySeconds: scalar.optional(),
  KmsDataKeyReusePeriodSeconds: scalar.optional(),
  KmsMasterKeyId: scalar.optional(),
  MaximumMessageSize: scalar.optional(),
  MessageRetentionPeriod: scalar.optional(),
  ReceiveMessageWaitTimeSeconds: scalar.optional(),
  RedriveAllowPolicy: json.optional(),
  RedrivePolicy: json.optional(),
  SqsManagedSseEnabled: scalar.optional(),
  VisibilityTimeout: scalar.optional(),
  // Handed on, so that the queue can say that it is no FIFO queue.
  FifoQueue: scalar.optional(),
  ContentBasedDeduplication: scalar.optional(),
  DeduplicationScope: scalar.optional(),
  FifoThroughputLimit: scalar.optional(),
});

const LONGEST_NAME = 80;

export const queueProvider = (queues: Queues): ResourceProvider => ({
  type: 'AWS::SQS::Queue',
  create(properties, at) {
    const { QueueName, Tags, ...attributes } = parseProperties(queueProperties, properties, at);
    const name = QueueName ?? physicalName(at, LONGEST_NAME);
    const place = { accountId: at.accountId, region: at.region, name };
    const given = Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    );
    const queue = queues.create(place, Object.fromEntries(given));
    for (const { Key, Value } of Tags) queue.tags.set(Key, Value);
    const url = queues.url(place);
    return { ref: url, attributes: { Arn: queue.arn, QueueName: name, QueueUrl: url } };
  },
});

const policyProperties = z.strictObject({
  Queues: z.array(z.string()),
  PolicyDocument: json,
});

export const queuePolicyProvider = (queues: Queues): ResourceProvider => ({
  type: 'AWS::SQS::QueuePolicy',
  create(properties, at) {
    const { Queues: urls, PolicyDocument } = parseProperties(policyProperties, properties, at);
    for (const url of urls) queues.set(queues.at(url, at), { Policy: PolicyDocument });
    return { ref: physicalName(at, LONGEST_NAME) };
  },
});

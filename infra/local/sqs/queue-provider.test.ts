import { expect, test } from 'vitest';
import type { TemplatePlace } from '../service.ts';
import { ACCOUNT, arnOf, REGION, startSqs, urlOf } from './sqs.fixture.ts';

const place: TemplatePlace = {
  logicalId: 'OrdersQueue12AB',
  stackName: 'pipeline',
  region: REGION,
  accountId: ACCOUNT,
  asset: () => '',
};

async function create(
  { providers }: ReturnType<typeof startSqs>,
  type: string,
  properties: object,
  at = place,
) {
  const provider = providers.find((each) => each.type === type);
  return await provider?.create(properties, at);
}

test('a queue of a template takes every property that the CDK writes', async () => {
  const sqs = startSqs();
  await sqs.queue('dead');

  const created = await create(sqs, 'AWS::SQS::Queue', {
    QueueName: 'orders',
    VisibilityTimeout: 360,
    MessageRetentionPeriod: 1209600,
    DelaySeconds: '5',
    MaximumMessageSize: 2048,
    ReceiveMessageWaitTimeSeconds: 20,
    RedrivePolicy: { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 5 },
    RedriveAllowPolicy: { redrivePermission: 'denyAll' },
    SqsManagedSseEnabled: true,
    KmsMasterKeyId: 'alias/key',
    KmsDataKeyReusePeriodSeconds: 300,
    Tags: [{ Key: 'team', Value: 'dba' }],
  });

  expect(created).toEqual({
    ref: urlOf('orders'),
    attributes: { Arn: arnOf('orders'), QueueName: 'orders', QueueUrl: urlOf('orders') },
  });
  expect(await sqs.attributes('orders')).toMatchObject({
    VisibilityTimeout: '360',
    MessageRetentionPeriod: '1209600',
    DelaySeconds: '5',
    RedrivePolicy: `{"deadLetterTargetArn":"${arnOf('dead')}","maxReceiveCount":5}`,
  });
  expect(await sqs.call('ListQueueTags', { QueueUrl: urlOf('orders') })).toEqual({
    Tags: { team: 'dba' },
  });
});

test('a queue without a name gets one like those of CloudFormation, always the same', async () => {
  const first = await create(startSqs(), 'AWS::SQS::Queue', {});
  const again = await create(startSqs(), 'AWS::SQS::Queue', {});
  const other = await create(startSqs(), 'AWS::SQS::Queue', {}, { ...place, logicalId: 'Other' });

  expect(first?.attributes?.QueueName).toMatch(/^pipeline-OrdersQueue12AB-[A-Z0-9]{12}$/);
  expect(again).toEqual(first);
  expect(other?.ref).not.toBe(first?.ref);
});

test('a generated name is never too long', async () => {
  const at = { ...place, logicalId: 'L'.repeat(200) };

  const created = await create(startSqs(), 'AWS::SQS::Queue', {}, at);

  expect(created?.attributes?.QueueName).toMatch(/^pipeline-L+-[A-Z0-9]{12}$/);
  expect(created?.attributes?.QueueName).toHaveLength(80);
});

test.each([
  ['FifoQueue', { FifoQueue: true }],
  ['Colour', { Colour: 'red' }],
  ['VisibilityTimeout', { VisibilityTimeout: 43_201 }],
])('a queue of a template is refused for its %s', async (named, properties) => {
  await expect(create(startSqs(), 'AWS::SQS::Queue', properties)).rejects.toThrow(named);
});

test('a queue policy of a template opens its queues', async () => {
  const sqs = startSqs();
  await sqs.queue('orders');
  const from = { service: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:eu-central-1:1:topic' };

  await create(sqs, 'AWS::SQS::QueuePolicy', {
    Queues: [urlOf('orders')],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf('orders'),
        },
      ],
    },
  });

  await sqs.findTarget(arnOf('orders'))?.deliver({ body: 'x', from });
  expect(sqs.inspect('orders')).toMatchObject({ visible: 1 });
});

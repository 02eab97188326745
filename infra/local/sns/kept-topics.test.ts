import { expect, test } from 'vitest';
import { handOver } from '../kept.fixture.ts';
import { place, startSns, topicArnOf } from './sns.fixture.ts';

test('topics, subscriptions and the inbox come back', async () => {
  const [before, after] = [startSns(), startSns()];
  await before.topic('alarms', { DisplayName: 'Alarms' });
  await before.call('TagResource', {
    ResourceArn: topicArnOf('alarms'),
    Tags: [{ Key: 'team', Value: 'shop' }],
  });
  const filter = { FilterPolicy: '{"kind":["loud"]}' };
  const { SubscriptionArn } = await before.subscribe('email', 'on-call@example.com', filter);
  await before.publish('it burns', {
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'loud' } },
  });

  await handOver(before.kept, after.kept);
  await after.publish('quiet');
  const told = ({ call }: typeof before) =>
    Promise.all([
      call('GetTopicAttributes', { TopicArn: topicArnOf('alarms') }),
      call('ListTagsForResource', { ResourceArn: topicArnOf('alarms') }),
      call('GetSubscriptionAttributes', { SubscriptionArn }),
    ]);

  expect(await told(after)).toEqual(await told(before));
  expect(after.inbox()).toMatchObject([
    { message: 'it burns', emails: [{ to: 'on-call@example.com' }] },
    { message: 'quiet', emails: [] },
  ]);
});

test('who subscribes by a template does so once', async () => {
  const [before, after] = [startSns(), startSns()];
  for (const { providers } of [before, after])
    await providers
      .find(({ type }) => type === 'AWS::SNS::Topic')
      ?.create(
        { TopicName: 'alarms', Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] },
        place,
      );
  await before.subscribe('email', 'b@example.com');

  await handOver(before.kept, after.kept);

  const { Subscriptions = [] } = await after.call('ListSubscriptionsByTopic', {
    TopicArn: topicArnOf('alarms'),
  });
  expect(Subscriptions.map(({ Endpoint }) => Endpoint)).toEqual(['a@example.com', 'b@example.com']);
});

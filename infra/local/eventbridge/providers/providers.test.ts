import { expect, it } from 'vitest';
import { ACCOUNT, entry, OTHER_ACCOUNT, REGION, testEnvironment } from '../eventbridge.fixture.ts';

const arn = (resource: string) => `arn:aws:events:${REGION}:${ACCOUNT}:${resource}`;

it('a bus and its rule from a template bring events to the target', async () => {
  const { create, newQueue, call, clock } = testEnvironment();
  const queue = newQueue('orders');

  const bus = await create('AWS::Events::EventBus', { Name: 'orders', Description: 'Orders' });
  const rule = await create('AWS::Events::Rule', {
    Name: 'placed',
    EventBusName: arn('event-bus/orders'),
    EventPattern: { source: ['shop'] },
    State: 'ENABLED',
    Targets: [
      {
        Id: 'Target0',
        Arn: queue.arn,
        DeadLetterConfig: { Arn: queue.arn },
        RetryPolicy: { MaximumEventAgeInSeconds: 7200, MaximumRetryAttempts: 10 },
        InputTransformer: { InputPathsMap: { o: '$.detail.order' }, InputTemplate: '{"n":<o>}' },
      },
    ],
  });
  await call('PutEvents', { Entries: [entry({ EventBusName: 'orders' })] });
  await clock.idle();

  expect(bus).toEqual({
    ref: 'orders',
    attributes: { Arn: arn('event-bus/orders'), Name: 'orders' },
  });
  expect(rule).toEqual({
    ref: 'orders|placed',
    attributes: { Arn: arn('rule/orders/placed') },
  });
  expect(queue.bodies).toEqual([{ n: 1 }]);
});

it('a rule of the default bus without a name gets one', async () => {
  const { create } = testEnvironment();

  const rule = await create('AWS::Events::Rule', { EventPattern: { source: ['shop'] } });

  expect(rule.ref).toMatch(/^stack-Thing-[A-Z0-9]{12}$/);
  expect(rule.attributes).toEqual({ Arn: arn(`rule/${rule.ref}`) });
});

it('an archive from a template keeps events', async () => {
  const { create, call } = testEnvironment();

  const archive = await create('AWS::Events::Archive', {
    ArchiveName: 'history',
    SourceArn: arn('event-bus/default'),
    EventPattern: { source: ['shop'] },
    RetentionDays: 7,
  });
  await call('PutEvents', { Entries: [entry()] });

  expect(archive).toEqual({
    ref: 'history',
    attributes: { Arn: arn('archive/history'), ArchiveName: 'history' },
  });
  expect(await call('DescribeArchive', { ArchiveName: 'history' })).toMatchObject({
    EventCount: 1,
    RetentionDays: 7,
  });
});

it.each([
  [
    'a statement',
    {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: OTHER_ACCOUNT },
        Action: 'events:PutEvents',
        Resource: arn('event-bus/default'),
      },
    },
  ],
  ['an account', { Action: 'events:PutEvents', Principal: OTHER_ACCOUNT }],
])('a bus policy of %s lets another account put events', async (_, properties) => {
  const { create, call } = testEnvironment();
  const put = () =>
    call(
      'PutEvents',
      { Entries: [entry({ EventBusName: arn('event-bus/default') })] },
      OTHER_ACCOUNT,
    );

  const before = await put();
  const policy = await create('AWS::Events::EventBusPolicy', { StatementId: 's', ...properties });
  const after = await put();

  expect(policy.ref).toBe('s');
  expect(before).toMatchObject({ FailedEntryCount: 1 });
  expect(after).toMatchObject({ FailedEntryCount: 0 });
});

it.each([
  ['AWS::Events::EventBus', { Name: 'b', LogConfig: {} }, 'EventBus.LogConfig is not served'],
  ['AWS::Events::EventBus', {}, 'EventBus.Name'],
  ['AWS::Events::Rule', { EventPattern: { a: 'x' } }, '"a" must be an object or an array'],
  ['AWS::Events::Rule', { EventPattern: '{}' }, 'Thing.EventPattern'],
  [
    'AWS::Events::Rule',
    {
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Id: 'f', Arn: 'arn:aws:lambda:r:1:function:f' }],
    },
    'Target f, of type lambda',
  ],
  ['AWS::Events::Archive', { SourceArn: arn('event-bus/no') }, 'Event bus no does not exist.'],
  [
    'AWS::Events::EventBusPolicy',
    { StatementId: 's', Action: 'x', Principal: 'me' },
    'Permission.Principal',
  ],
])('%s with %j is refused', async (type, properties, message) => {
  const { create, clock } = testEnvironment();

  await expect(create(type, properties)).rejects.toThrow(message);
  clock.stop();
});

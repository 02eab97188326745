import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  unknownActions,
  unknownConditionKeys,
} from '../../infra/local/iam/known-actions.fixture.ts';
import { evaluate, type PolicyDocument, parsePolicy } from '../../infra/local/iam/policy.ts';
import { observers, requesters, scheduledServices, steps } from '../../services/index.ts';
import { ACCOUNT, REGION, type Synthesized, statementsOf, synthesize } from './synthesized.ts';

let stack: Synthesized;
const SOURCE_ACCOUNT = '210987654321';
const policies = new Map<string, { document: PolicyDocument; actions: string[] }>();

const services = [...steps, ...observers, ...scheduledServices, ...requesters].map(
  ({ name }) => name,
);
const checking = services.filter((name) => name.startsWith('check-') || name === 'snapshot-check');

beforeAll(async () => {
  stack = await synthesize({
    allowed_targets: [
      { cluster_id: 'allowed', instance_ids: ['allowed-writer', 'odd-*'] },
      { cluster_id: 'liftable', lift_protection: true },
    ],
    source_accounts: [{ account_id: SOURCE_ACCOUNT, external_id: 'told-only-to-us' }],
  });
  for (const service of services) {
    const { id: role } = stack.one(
      'AWS::IAM::Role',
      'RoleName',
      `aurora-restore-${service}-role-${REGION}`,
    );
    const [policy] = stack
      .of('AWS::IAM::Policy')
      .filter(({ Properties }) => [Properties.Roles].flat().includes(role));
    const document = policy?.Properties.PolicyDocument;
    policies.set(service, {
      document: parsePolicy(document, service),
      actions: statementsOf(document).flatMap(({ Action }) => Action),
    });
  }
});
afterAll(() => rmSync(stack.directory, { recursive: true }));

const actions = (service: string) => policies.get(service)?.actions ?? [];

type Context = Readonly<Record<string, string | readonly string[]>>;

const may = (service: string, action: string, resource: string, context: Context = {}): boolean => {
  const { document } = policies.get(service) ?? {};
  return document !== undefined && evaluate([document], { action, resource, context }) === 'allow';
};

/** Which services may do it. */
const who = (action: string, resource: string, context: Context = {}): string[] =>
  services.filter((service) => may(service, action, resource, context));

const rds = (kind: string, id: string, account = ACCOUNT) =>
  `arn:aws:rds:${REGION}:${account}:${kind}:${id}`;
const cluster = (id: string) => rds('cluster', id);
const instance = (id: string) => rds('db', id);
const snapshot = (id: string) => rds('cluster-snapshot', id);
const secret = (name: string) =>
  `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-AbCdEf`;
const queue = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
const table = (name: string) =>
  `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/aurora-restore-${name}`;
const bus = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/aurora-restore`;

const managed = { 'aws:ResourceTag/aurora-restore:managed': 'true' };
const restored = { ...managed, 'aws:ResourceTag/aurora-restore:operation-id': 'op-1' };
const copied = { ...restored, 'aws:ResourceTag/aurora-restore:purpose': 'copy' };
const here = { 'aws:ResourceTag/aurora-restore:environment': 'dev' };
const elsewhere = { 'aws:ResourceTag/aurora-restore:environment': 'prod' };
const tagging = {
  'aws:RequestTag/aurora-restore:managed': 'true',
  'aws:RequestTag/aurora-restore:operation-id': 'op-1',
  'aws:RequestTag/aurora-restore:environment': 'dev',
};
/** Tags that are not all of what this deployment tags what it makes with. */
const { 'aws:RequestTag/aurora-restore:operation-id': _, ...withoutOperation } = tagging;
const otherTags: Context[] = [
  {},
  withoutOperation,
  { ...tagging, 'aws:RequestTag/aurora-restore:managed': 'false' },
  { ...tagging, 'aws:RequestTag/aurora-restore:environment': 'prod' },
];

describe('what checks', () => {
  test.each(checking)('%s has no action that changes anything in RDS', (service) => {
    const inRds = actions(service).filter((action) => action.startsWith('rds:'));

    expect(inRds).not.toEqual([]);
    expect(inRds.filter((action) => !/^rds:Describe[A-Za-z]+$/.test(action))).toEqual([]);
  });

  test.each(checking)('%s changes nothing but its own operation, queue and events', (service) => {
    const known =
      /^(rds:Describe\w+|ec2:DescribeSecurityGroups|dynamodb:(GetItem|PutItem|UpdateItem|ConditionCheckItem)|events:PutEvents|kms:(DescribeKey|CreateGrant)|sqs:(SendMessage|ReceiveMessage|DeleteMessage|GetQueueAttributes|ChangeMessageVisibility)|logs:(CreateLogStream|PutLogEvents)|xray:\w+|secretsmanager:GetSecretValue|sts:AssumeRole)$/;

    expect(actions(service).filter((action) => !known.test(action))).toEqual([]);
  });
});

describe('deletion', () => {
  const deletes = ['rds:DeleteDBCluster', 'rds:DeleteDBInstance', 'rds:DeleteDBClusterSnapshot'];

  test('clusters are deleted under the tag or on the allow-list, by delete-rds alone', () => {
    const action = 'rds:DeleteDBCluster';

    expect(who(action, cluster('any'), managed)).toEqual(['delete-rds']);
    expect(who(action, cluster('allowed'))).toEqual(['delete-rds']);
    expect(who(action, cluster('any'))).toEqual([]);
    expect(who(action, cluster('any'), { 'aws:ResourceTag/aurora-restore:managed': 'no' })).toEqual(
      [],
    );
    expect(who(action, cluster('allowed-2'))).toEqual([]);
  });

  test('instances are deleted under the tag or on the allow-list, by delete-rds alone', () => {
    const action = 'rds:DeleteDBInstance';

    expect(who(action, instance('any'), managed)).toEqual(['delete-rds']);
    for (const id of ['allowed-writer', 'odd-1', 'liftable', 'liftable-7'])
      expect(who(action, instance(id))).toEqual(['delete-rds']);
    for (const id of ['any', 'allowed', 'allowed-1', 'liftables'])
      expect(who(action, instance(id))).toEqual([]);
  });

  test('copies are deleted if the pipeline made them, by archive-snapshot alone', () => {
    const action = 'rds:DeleteDBClusterSnapshot';
    const copy = snapshot('aurora-restore-op-1-copy-1');

    expect(who(action, copy, copied)).toEqual(['archive-snapshot']);
    for (const tags of [{}, managed, restored, { ...copied, ...elsewhere }])
      expect(who(action, copy, tags)).toEqual([]);
    expect(who(action, snapshot('shop-2026-01-01'), copied)).toEqual([]);
  });

  test('nobody deletes a final snapshot', () => {
    const tags = { ...restored, 'aws:ResourceTag/aurora-restore:purpose': 'final-snapshot' };

    expect(
      who('rds:DeleteDBClusterSnapshot', snapshot('aurora-restore-op-1-final-1'), tags),
    ).toEqual([]);
  });

  test.each([
    ['rds:DeleteDBCluster', cluster],
    ['rds:DeleteDBInstance', instance],
    ['rds:ModifyDBCluster', cluster],
    ['rds:CreateDBClusterSnapshot', cluster],
    ['rds:CreateDBInstance', cluster],
  ])('%s reaches nothing of another environment, allowed or not', (action, named) => {
    for (const id of ['any', 'liftable', 'liftable-1', 'allowed', 'allowed-writer']) {
      expect(who(action, named(id), { ...restored, ...elsewhere })).toEqual([]);
      expect(who(action, named(id), elsewhere)).toEqual([]);
    }
    expect(who(action, named('any'), { ...restored, ...here })).not.toEqual([]);
  });

  test('who may delete something may not tag it', () => {
    const anything: [string, string][] = [
      ['rds:DeleteDBCluster', cluster('any')],
      ['rds:DeleteDBInstance', instance('any')],
      ['rds:DeleteDBClusterSnapshot', snapshot('aurora-restore-op-1-copy-1')],
    ];

    for (const [action, resource] of anything)
      for (const service of who(action, resource, copied))
        expect(may(service, 'rds:AddTagsToResource', resource, tagging)).toBe(false);
  });

  test('nobody takes a tag away', () => {
    expect(services.flatMap(actions)).not.toContain('rds:RemoveTagsFromResource');
  });

  test('nobody else has an action that deletes', () => {
    const deleting = services.filter((name) =>
      actions(name).some((action) => /:Delete/.test(action) && !/^(sqs|ec2):/.test(action)),
    );
    expect(deleting).toEqual(['delete-rds', 'archive-snapshot']);
    expect(actions('delete-rds').filter((action) => action.startsWith('rds:Delete'))).not.toContain(
      deletes[2],
    );
  });

  test('protection is lifted where the deployment allows it, and of what the pipeline restored', () => {
    const action = 'rds:ModifyDBCluster';

    expect(may('delete-rds', action, cluster('liftable'))).toBe(true);
    expect(may('delete-rds', action, cluster('allowed'))).toBe(false);
    expect(may('delete-rds', action, cluster('any'), managed)).toBe(false);
    expect(may('delete-rds', action, cluster('any'), restored)).toBe(true);
    expect(who(action, cluster('any'), restored)).toEqual([
      'delete-rds',
      'setup-db-users',
      'archive-snapshot',
    ]);
  });
});

describe('creation', () => {
  test('clusters are restored with the tag, from any snapshot, by restore-snapshot alone', () => {
    const action = 'rds:RestoreDBClusterFromSnapshot';

    expect(who(action, cluster('new'), tagging)).toEqual(['restore-snapshot']);
    expect(who(action, rds('cluster-snapshot', 'shared', '999999999999'), tagging)).toEqual([
      'restore-snapshot',
    ]);
    for (const kind of ['subgrp', 'cluster-pg', 'og'])
      expect(who(action, rds(kind, 'any'), tagging)).toEqual(['restore-snapshot']);
    for (const tags of otherTags)
      for (const resource of [cluster('new'), snapshot('any'), rds('subgrp', 'any')])
        expect(who(action, resource, tags)).toEqual([]);
  });

  test('instances are created with the tag, in clusters that the pipeline restored', () => {
    const action = 'rds:CreateDBInstance';

    expect(who(action, instance('new'), tagging)).toEqual(['create-instances']);
    for (const tags of otherTags) expect(who(action, instance('new'), tags)).toEqual([]);
    expect(who(action, cluster('any'), restored)).toEqual(['create-instances']);
    expect(who(action, cluster('any'), managed)).toEqual([]);
    expect(who(action, cluster('any'))).toEqual([]);
  });

  test('final snapshots are taken of what may be deleted, under the pipeline’s names', () => {
    const action = 'rds:CreateDBClusterSnapshot';

    expect(who(action, cluster('any'), managed)).toEqual(['delete-rds']);
    expect(who(action, cluster('any'))).toEqual([]);
    expect(who(action, snapshot('aurora-restore-op-1-final-1'), tagging)).toEqual(['delete-rds']);
    expect(who(action, snapshot('other'), tagging)).toEqual([]);
    for (const tags of otherTags)
      expect(who(action, snapshot('aurora-restore-op-1-final-1'), tags)).toEqual([]);
  });

  test('copies are made by copy-snapshot alone, and keys are used through RDS alone', () => {
    const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
    const viaRds = { 'kms:ViaService': `rds.${REGION}.amazonaws.com` };

    const forRds = { ...viaRds, 'kms:GrantIsForAWSResource': 'true' };

    expect(who('rds:CopyDBClusterSnapshot', snapshot('any'), tagging)).toEqual(['copy-snapshot']);
    for (const tags of otherTags)
      expect(who('rds:CopyDBClusterSnapshot', snapshot('any'), tags)).toEqual([]);
    expect(who('kms:CreateGrant', key, forRds)).toEqual([
      'copy-snapshot',
      'restore-snapshot',
      /** For Performance Insights. */
      'create-instances',
    ]);
    expect(who('kms:CreateGrant', key, viaRds)).toEqual([]);
    expect(who('kms:CreateGrant', key, { 'kms:GrantIsForAWSResource': 'true' })).toEqual([]);
    for (const service of [
      'copy-snapshot',
      'restore-snapshot',
      'create-instances',
      'setup-db-users',
    ]) {
      expect(may(service, 'kms:DescribeKey', key, viaRds)).toBe(true);
      expect(may(service, 'kms:DescribeKey', key)).toBe(false);
    }
  });

  test('roles are passed by create-instances alone, to enhanced monitoring', () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/monitoring`;
    const to = (service: string) => ({ 'iam:PassedToService': service });

    expect(who('iam:PassRole', role, to('monitoring.rds.amazonaws.com'))).toEqual([
      'create-instances',
    ]);
    expect(who('iam:PassRole', role, to('rds.amazonaws.com'))).toEqual([]);
    expect(who('iam:PassRole', role)).toEqual([]);
  });

  test('no instance can be reached from everywhere', () => {
    const open = { ...tagging, 'rds:PubliclyAccessible': 'true' };

    expect(who('rds:CreateDBInstance', instance('new'), open)).toEqual([]);
  });

  test('only what is being made is tagged, as this environment’s', () => {
    const action = 'rds:AddTagsToResource';
    const taggers = {
      [cluster('new')]: ['restore-snapshot'],
      [instance('new')]: ['create-instances'],
      [snapshot('aurora-restore-op-1-copy-1')]: ['copy-snapshot', 'delete-rds'],
      [snapshot('shop-2026-01-01')]: [],
      [rds('subgrp', 'any')]: [],
    };

    for (const [resource, tagger] of Object.entries(taggers)) {
      expect(who(action, resource, tagging)).toEqual(tagger);
      expect(who(action, resource, { ...tagging, ...elsewhere })).toEqual([]);
      for (const tags of otherTags) expect(who(action, resource, tags)).toEqual([]);
    }
  });
});

test('keys are looked at by what decides, and used directly by nobody', () => {
  const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;

  expect(who('kms:DescribeKey', key)).toEqual(['snapshot-check', 'delete-rds']);
  for (const action of ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:PutKeyPolicy'])
    expect(who(action, key)).toEqual([]);
});

test('a grant of a key is tried by snapshot-check alone, to itself and of no more than to look at it', () => {
  const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
  const role = (service: string) =>
    `arn:aws:iam::${ACCOUNT}:role/aurora-restore-${service}-role-${REGION}`;
  const grant = (to: string, operations: readonly string[]) =>
    who('kms:CreateGrant', key, {
      'kms:GranteePrincipal': to,
      'kms:GrantOperations': operations,
    });

  expect(grant(role('snapshot-check'), ['DescribeKey'])).toEqual(['snapshot-check']);
  for (const operations of [[], ['Decrypt'], ['DescribeKey', 'Decrypt'], ['CreateGrant']])
    expect(grant(role('snapshot-check'), operations)).toEqual([]);
  for (const other of [role('delete-rds'), `arn:aws:iam::${ACCOUNT}:root`])
    expect(grant(other, ['DescribeKey'])).toEqual([]);
});

describe('other regions and accounts', () => {
  const elsewhere = (account: string) => `arn:aws:rds:us-west-2:${account}:cluster-snapshot:any`;
  const key = (region: string, account = ACCOUNT) => `arn:aws:kms:${region}:${account}:key/1`;

  test('a snapshot of any region and account is copied, with what it becomes tagged', () => {
    const action = 'rds:CopyDBClusterSnapshot';

    for (const account of [ACCOUNT, SOURCE_ACCOUNT, '999999999999'])
      expect(who(action, elsewhere(account), tagging)).toEqual(['copy-snapshot']);
    for (const tags of otherTags) expect(who(action, elsewhere(ACCOUNT), tags)).toEqual([]);
    expect(who('rds:AddTagsToResource', elsewhere(ACCOUNT), tagging)).toEqual([]);
    expect(who('rds:RestoreDBClusterFromSnapshot', elsewhere(ACCOUNT), tagging)).toEqual([]);
  });

  test('keys of other regions are used through RDS there alone, by copy-snapshot', () => {
    const viaRds = { 'kms:ViaService': 'rds.us-west-2.amazonaws.com' };
    const forRds = { ...viaRds, 'kms:GrantIsForAWSResource': 'true' };

    for (const of of [key('us-west-2'), key('us-west-2', SOURCE_ACCOUNT)]) {
      expect(who('kms:CreateGrant', of, forRds)).toEqual(['copy-snapshot']);
      expect(who('kms:CreateGrant', of, viaRds)).toEqual([]);
      expect(
        who('kms:CreateGrant', of, { ...forRds, 'kms:ViaService': 'ebs.us-west-2.amazonaws.com' }),
      ).toEqual([]);
      expect(may('copy-snapshot', 'kms:DescribeKey', of, viaRds)).toBe(true);
      expect(who('kms:DescribeKey', of)).toEqual(['snapshot-check']);
    }
  });

  test('roles of configured accounts are assumed by what reaches into them, and no others', () => {
    const role = (account: string, name = 'aurora-restore-cross-account-role') =>
      `arn:aws:iam::${account}:role/${name}`;
    const action = 'sts:AssumeRole';

    expect(who(action, role(SOURCE_ACCOUNT))).toEqual([
      'snapshot-check',
      'copy-snapshot',
      'archive-snapshot',
      'auto-restore',
    ]);
    expect(who(action, role(SOURCE_ACCOUNT, 'admin'))).toEqual([]);
    expect(who(action, role('999999999999'))).toEqual([]);
    expect(who(action, role(SOURCE_ACCOUNT, 'aurora-restore-prod-cross-account-role'))).toEqual([]);
  });
});

describe('events', () => {
  const put = (service: string, source: string, detailType: string, on = bus) =>
    may(service, 'events:PutEvents', on, {
      'events:source': source,
      'events:detail-type': detailType,
    });

  test.each(steps)('$name puts its own events and no others', ({ name, emits }) => {
    const own = [...emits.map((event): string => event.name), 'RestoreFailed'];
    const all = new Set(steps.flatMap((step) => step.emits.map((event): string => event.name)));

    for (const event of own) expect(put(name, 'aurora-restore', event)).toBe(true);
    for (const event of all)
      if (!own.includes(event)) expect(put(name, 'aurora-restore', event)).toBe(false);
    expect(
      put(name, 'aurora-restore', own[0] ?? '', bus.replace('/aurora-restore', '/default')),
    ).toBe(false);
  });

  test('the watchdog puts whatever was left unpublished', () => {
    for (const event of [
      'SnapshotVerified',
      'RestoreCompleted',
      'RestoreFailed',
      'RestoreCancelled',
    ])
      expect(put('watchdog', 'aurora-restore', event)).toBe(true);
  });

  test('auto-restore alone asks for restores and says nothing else, and who observes puts nothing', () => {
    for (const service of services)
      for (const source of ['aurora-restore', 'aurora-restore.request', 'aws.rds'])
        expect(put(service, source, 'RestoreRequested')).toBe(
          service === 'auto-restore' && source === 'aurora-restore.request',
        );
    for (const { name } of steps.flatMap(({ emits }): readonly { name: string }[] => emits))
      for (const source of ['aurora-restore', 'aurora-restore.request'])
        expect(put('auto-restore', source, name)).toBe(false);
    for (const { name } of observers) expect(actions(name)).not.toContain('events:PutEvents');
  });
});

describe('secrets', () => {
  const read = 'secretsmanager:GetSecretValue';
  const master = secret('aurora-restore/dev/master-credentials');
  const user = secret('aurora-restore/dev/shop/app_user');

  test('the master login is read by snapshot-check and setup-db-users', () => {
    expect(who(read, master)).toEqual(['snapshot-check', 'setup-db-users']);
  });

  test('a master password is set on what the pipeline restored, and on nothing else', () => {
    const action = 'rds:ModifyDBCluster';

    expect(may('setup-db-users', action, cluster('any'), restored)).toBe(true);
    for (const tags of [{}, managed, { ...restored, ...elsewhere }])
      for (const id of ['any', 'allowed', 'liftable'])
        expect(may('setup-db-users', action, cluster(id), tags)).toBe(false);
  });

  test('the secrets that RDS manages are asked for and read by setup-db-users, and written by nobody', () => {
    const managedByRds = secret('rds!cluster-1');
    const creating = { 'aws:RequestTag/aws:secretsmanager:owningService': 'rds' };

    for (const action of [read, 'secretsmanager:CreateSecret', 'secretsmanager:TagResource'])
      expect(who(action, managedByRds, creating)).toEqual(['setup-db-users']);
    for (const action of ['PutSecretValue', 'UpdateSecretVersionStage', 'DeleteSecret'])
      expect(who(`secretsmanager:${action}`, managedByRds)).toEqual([]);
    for (const name of ['rds!db-1', 'rds', 'ecs!cluster-1'])
      expect(who(read, secret(name))).toEqual([]);
  });

  test('the users’ secrets are read and written by setup-db-users', () => {
    for (const action of [
      read,
      'secretsmanager:CreateSecret',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    ])
      expect(who(action, user)).toEqual(['setup-db-users']);
  });

  test('nobody writes the master login, or touches another environment’s or anybody’s secrets', () => {
    expect(who('secretsmanager:PutSecretValue', master)).toEqual([]);
    expect(who(read, secret('aurora-restore/prod/master-credentials'))).toEqual([]);
    expect(who(read, secret('aurora-restore/prod/shop/app_user'))).toEqual([]);
    expect(who(read, secret('aurora-restore/dev/master-credentials-of-others'))).toEqual([]);
    expect(who(read, secret('payments'))).toEqual([]);
  });
});

describe('queues, tables and network', () => {
  test('a step sends to its own queue alone, the watchdog to every step’s, and who wakes to where operations wait', () => {
    for (const { name, stage } of steps) {
      const waking = stage === 'check_snapshot' || stage === 'copy_snapshot' ? ['wake-queued'] : [];
      expect(who('sqs:SendMessage', queue(`aurora-restore-${name}`)).sort()).toEqual(
        [name, 'watchdog', ...waking].sort(),
      );
    }
    for (const { name } of [...observers, ...scheduledServices, ...requesters])
      expect(who('sqs:SendMessage', queue(`aurora-restore-${name}`))).toEqual([]);
  });

  test('nobody sends to a dead-letter queue', () => {
    for (const name of services)
      expect(who('sqs:SendMessage', queue(`aurora-restore-${name}-dlq`))).toEqual([]);
  });

  test('a service receives from its own queue alone', () => {
    for (const name of services)
      expect(who('sqs:ReceiveMessage', queue(`aurora-restore-${name}`))).toEqual([name]);
  });

  test('the watchdog looks into the dead requests, deletes none, and nobody looks elsewhere', () => {
    for (const name of services) {
      const dead = queue(`aurora-restore-${name}-dlq`);
      expect(who('sqs:ReceiveMessage', dead)).toEqual(
        name === 'snapshot-check' ? ['watchdog'] : [],
      );
      for (const action of ['sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:PurgeQueue'])
        expect(who(action, dead)).toEqual([]);
    }
  });

  test('operations are created by snapshot-check, and the audit trail is written by audit-log', () => {
    expect(who('dynamodb:PutItem', table('state'))).toEqual(['snapshot-check']);
    expect(who('dynamodb:PutItem', table('audit'))).toEqual(['audit-log']);
    expect(who('dynamodb:UpdateItem', table('audit'))).toEqual([]);
  });

  test('auto-restore reads operations and who holds a cluster, and remembers what it asked for where nothing else stands', () => {
    const keyed = (...keys: string[]) => ({ 'dynamodb:LeadingKeys': keys });
    const its = keyed('auto-restore#eu-west-1#nightly');
    const holder = keyed('cluster#eu-west-1#shop');
    const others = [keyed('line#eu-west-1#restores'), keyed('db#eu-west-1#shop-1')];
    const on = (name: string) => (action: string, context: Context) =>
      may('auto-restore', `dynamodb:${action}`, table(name), context);

    for (const action of ['GetItem', 'PutItem']) {
      expect(on('resources')(action, its)).toBe(true);
      for (const other of others) expect(on('resources')(action, other)).toBe(false);
    }
    expect(on('resources')('GetItem', holder)).toBe(true);
    expect(on('resources')('PutItem', holder)).toBe(false);
    expect(on('state')('GetItem', {})).toBe(true);
    for (const action of ['PutItem', 'UpdateItem', 'ConditionCheckItem', 'Query'])
      expect(on('state')(action, {})).toBe(false);
    expect(on('audit')('GetItem', {})).toBe(false);
    expect(
      actions('auto-restore').filter((action) => /^(rds|kms|secretsmanager):/.test(action)),
    ).toEqual(['rds:DescribeDBClusterSnapshots']);
  });

  test('nobody scans a table or deletes an item', () => {
    for (const name of ['state', 'audit', 'resources'])
      for (const action of ['dynamodb:Scan', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'])
        expect(who(action, table(name))).toEqual([]);
  });

  test('people and programs are told by sns-notification, which publishes nowhere else', () => {
    const topic = (name: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:aurora-restore-${name}`;

    for (const name of ['notifications', 'notifications-json'])
      expect(who('sns:Publish', topic(name))).toEqual(['sns-notification']);
    expect(who('sns:Publish', topic('alarms'))).toEqual([]);
  });

  test('only setup-db-users is in the VPC', () => {
    const inside = stack
      .of('AWS::Lambda::Function')
      .filter(({ Properties }) => Properties.VpcConfig !== undefined);

    expect(inside.map(({ Properties }) => Properties.FunctionName)).toEqual([
      'aurora-restore-setup-db-users',
    ]);
    expect(who('ec2:CreateNetworkInterface', '*')).toEqual(['setup-db-users']);
  });
});

test('no policy holds a wildcard for an action', () => {
  for (const service of services)
    expect(actions(service).filter((action) => action.includes('*'))).toEqual([]);
});

test('only what has no resource of its own is allowed on everything', () => {
  const anywhere = new Set(
    stack
      .of('AWS::IAM::Policy')
      .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument))
      .filter(({ Resource }) => Resource.includes('*'))
      .flatMap(({ Action }) => Action),
  );

  expect([...anywhere].filter((action) => !/^(rds:Describe|ec2:|xray:)/.test(action))).toEqual([
    'secretsmanager:GetRandomPassword',
  ]);
});

test('every action is one that AWS has', async () => {
  expect(await unknownActions(services.flatMap(actions))).toEqual([]);
});

test('every condition asks for a key that AWS has for the action', async () => {
  const statements = stack
    .of('AWS::IAM::Policy')
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));

  const unknown: string[] = [];
  for (const { Action, Condition } of statements)
    for (const key of Object.values(Condition).flatMap(Object.keys))
      unknown.push(...(await unknownConditionKeys(Action, key)));

  expect(unknown).toEqual([]);
});

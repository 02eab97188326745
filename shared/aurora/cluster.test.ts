import type { DBCluster, DBClusterSnapshot, DBInstance } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import * as read from './cluster.ts';

const clusterOf = (described: DBCluster) => read.clusterOf(described, 'dev');
const instanceOf = (described: DBInstance) => read.instanceOf(described, 'dev');
const snapshotOf = (described: DBClusterSnapshot) => read.snapshotOf(described, 'dev');

const cluster = {
  DBClusterIdentifier: 'target',
  DBClusterArn: 'arn:cluster',
  DbClusterResourceId: 'cluster-ABC',
  Status: 'available',
  Engine: 'aurora-mysql',
};
const instance = {
  DBInstanceIdentifier: 'target-1',
  DBInstanceArn: 'arn:db',
  DBInstanceClass: 'db.r6g.large',
};
const snapshot = {
  DBClusterSnapshotIdentifier: 'shop-1',
  DBClusterSnapshotArn: 'arn:snapshot',
  Status: 'available',
  Engine: 'aurora-mysql',
};

test('a cluster is told with its tags and its members', () => {
  const told = clusterOf({
    ...cluster,
    EngineVersion: '8.0.mysql_aurora.3.08.0',
    DeletionProtection: true,
    Endpoint: 'writer',
    ReaderEndpoint: 'reader',
    Port: 3307,
    GlobalClusterIdentifier: 'world',
    TagList: [{ Key: 'team', Value: 'shop' }, { Key: 'empty' }],
    DBClusterMembers: [
      { DBInstanceIdentifier: 'target-1', IsClusterWriter: true },
      { DBInstanceIdentifier: 'target-2', IsClusterWriter: false },
    ],
  });

  expect(told).toMatchObject({
    id: 'target',
    arn: 'arn:cluster',
    resource_id: 'cluster-ABC',
    status: 'available',
    engine_version: '8.0.mysql_aurora.3.08.0',
    deletion_protection: true,
    endpoint: 'writer',
    reader_endpoint: 'reader',
    port: 3307,
    global_cluster_id: 'world',
    tags: { team: 'shop', empty: '' },
    instances: [
      { id: 'target-1', writer: true },
      { id: 'target-2', writer: false },
    ],
  });
});

test('what a cluster leaves out has its meaning', () => {
  expect(clusterOf({ ...cluster, GlobalClusterIdentifier: '' })).toMatchObject({
    deletion_protection: false,
    endpoint: undefined,
    global_cluster_id: undefined,
    tags: {},
    instances: [],
    port: 3306,
  });
});

test('what waits for its window, and groups on their way, are pending', () => {
  const { pending } = clusterOf({
    ...cluster,
    PendingModifiedValues: { BackupRetentionPeriod: 9 },
    VpcSecurityGroups: [
      { VpcSecurityGroupId: 'sg-1', Status: 'active' },
      { VpcSecurityGroupId: 'sg-2', Status: 'removing' },
    ],
  });

  expect(pending).toEqual(['BackupRetentionPeriod', 'sg-2 (removing)']);
});

test('a master password that RDS manages is told by its secret, and a pending one by its field', () => {
  const secret = { SecretArn: 'arn:secret', SecretStatus: 'creating' };
  const PendingModifiedValues = { MasterUserPassword: '****' };

  expect(clusterOf(cluster).master_user_secret).toBeUndefined();
  expect(clusterOf({ ...cluster, MasterUserSecret: secret, PendingModifiedValues })).toMatchObject({
    master_user_secret: { arn: 'arn:secret', status: 'creating' },
    pending: ['MasterUserPassword'],
  });
});

test.each(['DBClusterIdentifier', 'DBClusterArn', 'DbClusterResourceId', 'Status', 'Engine'])(
  'a cluster without its %s cannot be told apart',
  (member) => {
    expect(() => clusterOf({ ...cluster, [member]: undefined })).toThrow(member);
  },
);

test('an instance is told with its tags', () => {
  const told = instanceOf({
    ...instance,
    DBInstanceStatus: 'available',
    DBClusterIdentifier: 'target',
    PromotionTier: 2,
    TagList: [{ Key: 'team', Value: 'shop' }],
  });

  expect(told).toEqual({
    id: 'target-1',
    arn: 'arn:db',
    status: 'available',
    cluster_id: 'target',
    instance_class: 'db.r6g.large',
    promotion_tier: 2,
    settings: expect.objectContaining({ promotion_tier: 2, tags: { team: 'shop' } }),
    pending: [],
    parameter_status: undefined,
    tags: { team: 'shop' },
    made_by: undefined,
  });
});

test('an instance without a status is being created', () => {
  expect(instanceOf(instance).status).toBe('creating');
});

test('a snapshot is told with what it was taken of', () => {
  const created_at = new Date('2026-01-01');

  const told = snapshotOf({
    ...snapshot,
    DBClusterIdentifier: 'source',
    DbClusterResourceId: 'cluster-SOURCE',
    EngineVersion: '8.0.mysql_aurora.3.08.0',
    MasterUsername: 'admin',
    KmsKeyId: 'arn:key',
    SnapshotCreateTime: created_at,
    PercentProgress: 40,
    SourceDBClusterSnapshotArn: 'arn:original',
  });

  expect(told).toEqual({
    id: 'shop-1',
    arn: 'arn:snapshot',
    status: 'available',
    source_cluster_id: 'source',
    source_resource_id: 'cluster-SOURCE',
    copy_of: 'arn:original',
    engine: 'aurora-mysql',
    type: 'manual',
    engine_mode: 'provisioned',
    engine_version: '8.0.mysql_aurora.3.08.0',
    master_username: 'admin',
    kms_key_id: 'arn:key',
    created_at,
    progress: 40,
    tags: {},
    made_by: undefined,
  });
});

test.each([
  ['of this environment', 'dev', 'op-1'],
  ['of one that its tags do not tell', undefined, 'op-1'],
  ['of another environment', 'prod', undefined],
])('an operation %s made what it made', (_, environment, made_by) => {
  const TagList = [
    { Key: 'aurora-restore:operation-id', Value: 'op-1' },
    ...(environment ? [{ Key: 'aurora-restore:environment', Value: environment }] : []),
  ];

  for (const made of [
    clusterOf({ ...cluster, TagList }),
    instanceOf({ ...instance, TagList }),
    snapshotOf({ ...snapshot, TagList }),
  ])
    expect(made.made_by).toBe(made_by);
});

import { expect, test } from 'vitest';
import { NotYet } from '../errors.ts';
import { Permit } from '../step/permit.ts';
import type { Aurora } from './aurora.ts';
import { auroraOnAws } from './on-aws.ts';
import { type Answered, rdsEndpoint } from './rds-endpoint.fixture.ts';

function open(...answers: (Answered | 'never')[]) {
  const { config, asked } = rdsEndpoint(...answers);
  return { aurora: auroraOnAws('dev', config), asked };
}

const permit = () => new Permit(5_000);

const cluster = `<DBCluster>
  <DBClusterIdentifier>target</DBClusterIdentifier><DBClusterArn>arn:cluster</DBClusterArn>
  <DbClusterResourceId>cluster-ABC</DbClusterResourceId><Status>available</Status>
  <Engine>aurora-mysql</Engine>
  <TagList><Tag><Key>team</Key><Value>shop</Value></Tag></TagList>
</DBCluster>`;
const instance = `<DBInstance>
  <DBInstanceIdentifier>target-1</DBInstanceIdentifier><DBInstanceArn>arn:db</DBInstanceArn>
  <DBInstanceClass>db.r6g.large</DBInstanceClass>
</DBInstance>`;
const snapshot = (id: string) => `<DBClusterSnapshot>
  <DBClusterSnapshotIdentifier>${id}</DBClusterSnapshotIdentifier>
  <DBClusterSnapshotArn>arn:${id}</DBClusterSnapshotArn><Status>available</Status>
  <Engine>aurora-mysql</Engine>
</DBClusterSnapshot>`;

const settings = {
  db_instance_class: 'db.r6g.large',
  instance_count: 1,
  final_snapshot: true,
  archive: 'delete',
  deletion_protection: false,
  engine_version: '8.0.mysql_aurora.3.08.0',
  tags: { team: 'shop' },
} as const;

const copy = (aurora: Aurora, leave = permit()) =>
  aurora.copySnapshot(leave, {
    sourceArn: 'arn:source',
    id: 'copy',
    kms_key_id: 'key',
    operation_id: 'op-1',
  });
const restore = (aurora: Aurora, leave = permit(), more: object = {}) =>
  aurora.restoreCluster(leave, {
    id: 'target',
    snapshotArn: 'arn:snapshot',
    engine: 'aurora-mysql',
    settings,
    vpc_security_group_ids: undefined,
    operation_id: 'op-1',
    ...more,
  });
const create = (aurora: Aurora, leave = permit(), more: object = {}) =>
  aurora.createInstance(leave, {
    id: 'target-1',
    clusterId: 'target',
    engine: 'aurora-mysql',
    instance_class: 'db.r6g.large',
    promotion_tier: 0,
    db_parameter_group_name: 'group',
    tags: {},
    operation_id: 'op-1',
    ...more,
  });

/** Every call that changes something, with what RDS says where it is done already. */
const changes: Record<
  string,
  { call: (aurora: Aurora, leave?: Permit) => Promise<unknown>; done?: string }
> = {
  copySnapshot: { call: copy, done: 'DBClusterSnapshotAlreadyExistsFault' },
  takeSnapshot: {
    call: (aurora, leave = permit()) =>
      aurora.takeSnapshot(leave, { id: 'final', clusterId: 'target', operation_id: 'op-1' }),
    done: 'DBClusterSnapshotAlreadyExistsFault',
  },
  restoreCluster: { call: restore, done: 'DBClusterAlreadyExistsFault' },
  createInstance: { call: create, done: 'DBInstanceAlreadyExists' },
  deleteSnapshot: {
    call: (aurora, leave = permit()) => aurora.deleteSnapshot(leave, 'copy'),
    done: 'DBClusterSnapshotNotFoundFault',
  },
  deleteInstance: {
    call: (aurora, leave = permit()) => aurora.deleteInstance(leave, 'target-1'),
    done: 'DBInstanceNotFound',
  },
  deleteCluster: {
    call: (aurora, leave = permit()) => aurora.deleteCluster(leave, 'target'),
    done: 'DBClusterNotFoundFault',
  },
  modifyCluster: {
    call: (aurora, leave = permit()) =>
      aurora.modifyCluster(leave, 'target', {
        vpc_security_group_ids: ['sg-1', 'sg-2'],
        backup_retention_period: 9,
        preferred_backup_window: '01:00-01:30',
        preferred_maintenance_window: 'sun:05:00-sun:05:30',
      }),
  },
  protect: { call: (aurora, leave = permit()) => aurora.protect(leave, 'target', false) },
  setMasterPassword: {
    call: (aurora, leave = permit()) => aurora.setMasterPassword(leave, 'target', 'new-password'),
  },
  manageMasterPassword: {
    call: (aurora, leave = permit()) => aurora.manageMasterPassword(leave, 'target'),
  },
};
const all = Object.entries(changes).map(([name, change]) => ({ name, ...change }));

test('a cluster is described by its name', async () => {
  const { aurora, asked } = open(`<DBClusters>${cluster}</DBClusters>`);

  expect(await aurora.cluster('target')).toMatchObject({ id: 'target', tags: { team: 'shop' } });
  expect(asked).toEqual([
    { action: 'DescribeDBClusters', parameters: { DBClusterIdentifier: 'target' } },
  ]);
});

test('the instances of a cluster are described in one call', async () => {
  const { aurora, asked } = open(`<DBInstances>${instance}</DBInstances>`);

  expect(await aurora.instances('target')).toMatchObject([{ id: 'target-1' }]);
  expect(asked).toEqual([
    {
      action: 'DescribeDBInstances',
      parameters: {
        'Filters.Filter.1.Name': 'db-cluster-id',
        'Filters.Filter.1.Values.Value.1': 'target',
      },
    },
  ]);
});

test('the snapshots of a cluster are read to the last page', async () => {
  const page = (id: string, more = '') =>
    `<DBClusterSnapshots>${snapshot(id)}</DBClusterSnapshots>${more}`;
  const { aurora, asked } = open(page('first', '<Marker>next</Marker>'), page('second'));

  const found = await aurora.snapshotsOf('source');

  expect(found.map(({ id }) => id)).toEqual(['first', 'second']);
  expect(asked[1]?.parameters).toEqual({ DBClusterIdentifier: 'source', Marker: 'next' });
});

test.each([
  ['cluster', 'DBClusterNotFoundFault'],
  ['instance', 'DBInstanceNotFound'],
  ['snapshot', 'DBClusterSnapshotNotFoundFault'],
] as const)('a %s that RDS does not know is not there', async (kind, error) => {
  const { aurora } = open({ error });

  expect(await aurora[kind]('none')).toBeUndefined();
});

test('what RDS said of a failure is told in its own words, and nothing else', async () => {
  const said = [
    'DB instance created',
    'Database instance put into incompatible-parameters. Too much memory',
    'Amazon RDS can now successfully access the KMS encryption key for database instance a',
  ];
  const { aurora, asked } = open(
    `<Events>${said.map((Message) => `<Event><Message>${Message}</Message></Event>`).join('')}</Events>`,
  );

  expect(await aurora.failuresOf('instance', 'target-1', '2026-01-02T10:00:00.000Z')).toEqual([
    said[1],
  ]);
  expect(await aurora.failuresOf('cluster', 'target', '2026-01-02T10:00:00.000Z')).toEqual([]);
  expect(asked[0]).toEqual({
    action: 'DescribeEvents',
    parameters: {
      SourceType: 'db-instance',
      SourceIdentifier: 'target-1',
      StartTime: '2026-01-02T10:00:00Z',
    },
  });
});

test('a describe is tried again when RDS throttles', async () => {
  const { aurora, asked } = open({ error: 'Throttling' }, `<DBClusters>${cluster}</DBClusters>`);

  expect(await aurora.cluster('target')).toMatchObject({ id: 'target' });
  expect(asked).toHaveLength(2);
});

test('a describe that has to wait says what for', async () => {
  const { aurora } = open({ error: 'InvalidDBClusterStateFault', message: 'busy' });

  await expect(aurora.instances('target')).rejects.toThrow(
    new NotYet('DescribeDBInstances of target: busy', undefined, { code: 'RESOURCE_BUSY' }),
  );
});

test.each(all)('$name is one attempt, even when RDS throttles', async ({ call }) => {
  const { aurora, asked } = open({ error: 'Throttling' });

  await expect(call(aurora)).rejects.toThrow(NotYet);
  expect(asked).toHaveLength(1);
});

test.each(all)('$name takes no longer than its permit allows', async ({ call }) => {
  const { aurora } = open('never');

  await expect(call(aurora, new Permit(5))).rejects.toThrow('aborted');
});

test.each(all)('$name is not made with a permit that is used up', async ({ call }) => {
  const { aurora, asked } = open('');
  const leave = permit();
  leave.use();

  await expect(call(aurora, leave)).rejects.toThrow('a permit allows one call');
  expect(asked).toEqual([]);
});

test.each(all.filter(({ done }) => done))(
  '$name that was made before is no error',
  async ({ name, call, done = '' }) => {
    const { aurora } = open({ error: done });

    const expected = /^delete/.test(name) ? undefined : 'already-exists';
    expect(await call(aurora)).toBe(expected);
  },
);

test.each(all)('$name says what it means that RDS denies it', async ({ call }) => {
  const { aurora } = open({ error: 'AccessDenied', message: 'not you' });

  await expect(call(aurora)).rejects.toMatchObject({
    code: 'NOT_PERMITTED',
    message: expect.stringContaining('not you'),
  });
});

/** Tags as they go over the wire, from the given place on. */
const wired = (tags: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], index) => [
      [`Tags.Tag.${index + 1}.Key`, key],
      [`Tags.Tag.${index + 1}.Value`, value],
    ]),
  );

const ours = {
  'aurora-restore:managed': 'true',
  'aurora-restore:operation-id': 'op-1',
  'aurora-restore:environment': 'dev',
};

test('a copy is made under the key that is asked for, with our tags alone', async () => {
  const { aurora, asked } = open('');

  expect(await copy(aurora)).toBe('created');
  expect(asked).toEqual([
    {
      action: 'CopyDBClusterSnapshot',
      parameters: {
        SourceDBClusterSnapshotIdentifier: 'arn:source',
        TargetDBClusterSnapshotIdentifier: 'copy',
        KmsKeyId: 'key',
        CopyTags: 'false',
        ...wired({ 'aurora-restore:purpose': 'copy', ...ours }),
      },
    },
  ]);
});

test('a restored cluster is pinned to its version, protected and tagged', async () => {
  const { aurora, asked } = open('');

  await restore(aurora);

  expect(asked[0]).toEqual({
    action: 'RestoreDBClusterFromSnapshot',
    parameters: {
      DBClusterIdentifier: 'target',
      SnapshotIdentifier: 'arn:snapshot',
      Engine: 'aurora-mysql',
      EngineVersion: '8.0.mysql_aurora.3.08.0',
      DeletionProtection: 'true',
      ...wired({ team: 'shop', ...ours }),
    },
  });
});

test('a restored cluster is as it was asked for', async () => {
  const { aurora, asked } = open('');

  await restore(aurora, permit(), {
    kms_key_id: 'key',
    vpc_security_group_ids: ['sg-1', 'sg-2'],
    settings: {
      ...settings,
      db_subnet_group_name: 'private',
      vpc_security_group_ids: ['sg-held-back'],
      db_cluster_parameter_group_name: 'group',
      port: 3307,
      serverless_v2_scaling: { min_capacity: 0.5, max_capacity: 4 },
      backup_retention_period: 9,
      preferred_backup_window: '01:00-01:30',
      preferred_maintenance_window: 'sun:05:00-sun:05:30',
      enable_cloudwatch_logs_exports: ['audit'],
      enable_iam_database_authentication: true,
      copy_tags_to_snapshot: true,
      storage_type: 'aurora-iopt1',
      network_type: 'DUAL',
    },
  });

  expect(asked[0]?.parameters).toMatchObject({
    KmsKeyId: 'key',
    DBSubnetGroupName: 'private',
    'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-1',
    'VpcSecurityGroupIds.VpcSecurityGroupId.2': 'sg-2',
    DBClusterParameterGroupName: 'group',
    Port: '3307',
    'ServerlessV2ScalingConfiguration.MinCapacity': '0.5',
    'ServerlessV2ScalingConfiguration.MaxCapacity': '4',
    BackupRetentionPeriod: '9',
    PreferredBackupWindow: '01:00-01:30',
    'EnableCloudwatchLogsExports.member.1': 'audit',
    EnableIAMDatabaseAuthentication: 'true',
    CopyTagsToSnapshot: 'true',
    StorageType: 'aurora-iopt1',
    NetworkType: 'DUAL',
  });
});

test('tags of a request do not stand in for ours', async () => {
  const { aurora, asked } = open('');
  const tags = {
    'aurora-restore:managed': 'false',
    'aurora-restore:operation-id': 'op-2',
    'aurora-restore:environment': 'prod',
  };

  await restore(aurora, permit(), { settings: { ...settings, tags } });

  expect(asked[0]?.parameters).toMatchObject(wired(ours));
});

test('an instance is created in its cluster, with its tier, its group and our tags', async () => {
  const { aurora, asked } = open('');

  await create(aurora);

  expect(asked[0]).toEqual({
    action: 'CreateDBInstance',
    parameters: {
      DBInstanceIdentifier: 'target-1',
      DBClusterIdentifier: 'target',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-mysql',
      DBParameterGroupName: 'group',
      PromotionTier: '0',
      PubliclyAccessible: 'false',
      ...wired(ours),
    },
  });
});

test('an instance is as it was asked for', async () => {
  const { aurora, asked } = open('');

  await create(aurora, permit(), {
    availability_zone: 'eu-west-1b',
    tags: { team: 'shop' },
    preferred_maintenance_window: 'sun:05:00-sun:05:30',
    auto_minor_version_upgrade: false,
    ca_certificate_identifier: 'rds-ca-rsa4096-g1',
    copy_tags_to_snapshot: true,
    monitoring_interval: 60,
    monitoring_role_arn: 'arn:role',
    enable_performance_insights: true,
    performance_insights_kms_key_id: 'arn:key',
    performance_insights_retention_period: 31,
  });

  expect(asked[0]?.parameters).toMatchObject({
    AvailabilityZone: 'eu-west-1b',
    PreferredMaintenanceWindow: 'sun:05:00-sun:05:30',
    AutoMinorVersionUpgrade: 'false',
    CACertificateIdentifier: 'rds-ca-rsa4096-g1',
    CopyTagsToSnapshot: 'true',
    MonitoringInterval: '60',
    MonitoringRoleArn: 'arn:role',
    EnablePerformanceInsights: 'true',
    PerformanceInsightsKMSKeyId: 'arn:key',
    PerformanceInsightsRetentionPeriod: '31',
    ...wired({ team: 'shop', ...ours }),
  });
});

test.each([
  [
    'deleteCluster',
    'DeleteDBCluster',
    { DBClusterIdentifier: 'target', SkipFinalSnapshot: 'true' },
  ],
  [
    'deleteInstance',
    'DeleteDBInstance',
    { DBInstanceIdentifier: 'target-1', SkipFinalSnapshot: 'true' },
  ],
  ['deleteSnapshot', 'DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier: 'copy' }],
  [
    'takeSnapshot',
    'CreateDBClusterSnapshot',
    {
      DBClusterSnapshotIdentifier: 'final',
      DBClusterIdentifier: 'target',
      ...wired({ 'aurora-restore:purpose': 'final-snapshot', ...ours }),
    },
  ],
  [
    'modifyCluster',
    'ModifyDBCluster',
    {
      DBClusterIdentifier: 'target',
      'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-1',
      'VpcSecurityGroupIds.VpcSecurityGroupId.2': 'sg-2',
      BackupRetentionPeriod: '9',
      PreferredBackupWindow: '01:00-01:30',
      PreferredMaintenanceWindow: 'sun:05:00-sun:05:30',
      ApplyImmediately: 'true',
    },
  ],
  [
    'protect',
    'ModifyDBCluster',
    { DBClusterIdentifier: 'target', DeletionProtection: 'false', ApplyImmediately: 'true' },
  ],
  [
    'setMasterPassword',
    'ModifyDBCluster',
    {
      DBClusterIdentifier: 'target',
      MasterUserPassword: 'new-password',
      ApplyImmediately: 'true',
    },
  ],
  [
    'manageMasterPassword',
    'ModifyDBCluster',
    { DBClusterIdentifier: 'target', ManageMasterUserPassword: 'true', ApplyImmediately: 'true' },
  ],
])('%s is %s', async (name, action, parameters) => {
  const { aurora, asked } = open('');

  await changes[name]?.call(aurora);

  expect(asked).toEqual([{ action, parameters }]);
});

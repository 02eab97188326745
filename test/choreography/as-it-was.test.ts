import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateDBClusterCommand,
  CreateDBClusterParameterGroupCommand,
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  type DBCluster,
  type DBInstance,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Crossing } from '../../infra/local/faults.ts';
import { ServiceError } from '../../infra/local/service.ts';
import { createCluster, describe, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLetters, redrive } from '../fixtures/dead-letters.ts';
import {
  MASTER,
  NETWORK,
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
let applications: string;
let insightsKey: string;
const SNAPSHOT = 'plain';
const GROUP = 'shop';

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  const { rds } = environment;
  /** Its own settings are RDS's defaults: what comes back comes from the target. */
  await createCluster(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
  const family = { DBParameterGroupFamily: 'aurora-mysql8.0', Description: 'of the shop' };
  await rds.send(
    new CreateDBClusterParameterGroupCommand({ DBClusterParameterGroupName: GROUP, ...family }),
  );
  await rds.send(new CreateDBParameterGroupCommand({ DBParameterGroupName: GROUP, ...family }));
  insightsKey = await environment.createKey();
  const ec2 = new EC2Client({
    endpoint: environment.endpoint,
    region: environment.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const group = new CreateSecurityGroupCommand({
    GroupName: 'applications',
    Description: 'who reaches the shop',
    VpcId: NETWORK.vpc.id,
  });
  applications = (await ec2.send(group)).GroupId ?? '';
});

afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

/** Real servers, and functions that start cold many times. */
vi.setConfig({ testTimeout: 180_000 });

/** A cluster with two readers that has nothing as RDS would give it by default. */
async function createTarget(
  id: string,
  { protection = false, managed = false } = {},
): Promise<void> {
  const { rds, clock } = environment;
  const Tags = (more: Readonly<Record<string, string>>) =>
    Object.entries({ ...(managed && { 'aurora-restore:managed': 'true' }), ...more }).map(
      ([Key, Value]) => ({ Key, Value }),
    );
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: id,
      Engine: 'aurora-mysql',
      EngineVersion: '8.0.mysql_aurora.3.08.0',
      MasterUsername: MASTER.username,
      MasterUserPassword: MASTER.password,
      Port: 3310,
      DBClusterParameterGroupName: GROUP,
      VpcSecurityGroupIds: [applications],
      BackupRetentionPeriod: 9,
      PreferredBackupWindow: '01:00-01:30',
      PreferredMaintenanceWindow: 'tue:02:00-tue:02:30',
      EnableCloudwatchLogsExports: ['audit', 'error'],
      EnableIAMDatabaseAuthentication: true,
      CopyTagsToSnapshot: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 8 },
      DeletionProtection: protection,
      Tags: Tags({ team: 'shop' }),
    }),
  );
  await until(clock, async () => (await describe(rds, id)).Status === 'available');
  const instances = [
    { DBInstanceIdentifier: `${id}-main`, DBInstanceClass: 'db.r6g.xlarge', PromotionTier: 0 },
    { DBInstanceIdentifier: `${id}-reports`, DBInstanceClass: 'db.serverless', PromotionTier: 15 },
    { DBInstanceIdentifier: `${id}-standby`, DBInstanceClass: 'db.r6g.large', PromotionTier: 1 },
  ];
  for (const [index, instance] of instances.entries())
    await rds.send(
      new CreateDBInstanceCommand({
        ...instance,
        DBClusterIdentifier: id,
        Engine: 'aurora-mysql',
        AvailabilityZone: `${environment.region}${'abc'[index]}`,
        DBParameterGroupName: GROUP,
        PreferredMaintenanceWindow: `wed:0${index + 3}:00-wed:0${index + 3}:30`,
        AutoMinorVersionUpgrade: false,
        CopyTagsToSnapshot: true,
        MonitoringInterval: 60,
        MonitoringRoleArn: 'arn:aws:iam::000000000000:role/monitoring',
        EnablePerformanceInsights: true,
        PerformanceInsightsKMSKeyId: insightsKey,
        PerformanceInsightsRetentionPeriod: 31,
        Tags: Tags({ team: 'shop', use: instance.DBInstanceIdentifier }),
      }),
    );
  await until(clock, async () =>
    (await look(id)).instances.every(({ DBInstanceStatus }) => DBInstanceStatus === 'available'),
  );
}

interface Look {
  readonly cluster: DBCluster;
  readonly instances: readonly DBInstance[];
}

async function look(id: string): Promise<Look> {
  const Filters = [{ Name: 'db-cluster-id', Values: [id] }];
  const { DBInstances = [] } = await environment.rds.send(
    new DescribeDBInstancesCommand({ Filters }),
  );
  return { cluster: await describe(environment.rds, id), instances: DBInstances };
}

/** What a new cluster and its instances cannot share with those before, whatever their settings. */
const NEW_EACH_TIME = [
  'DbClusterResourceId',
  'ClusterCreateTime',
  'EarliestRestorableTime',
  'LatestRestorableTime',
  'DbiResourceId',
  'InstanceCreateTime',
  /** Of this machine: an address for each database server. */
  'Endpoint',
  'ReaderEndpoint',
];

/** Whatever RDS tells, but for that and the pipeline's own tags. */
const settingsOf = ({ cluster, instances }: Look) =>
  [cluster, ...instances].map(({ TagList = [], ...told }) => ({
    ...Object.fromEntries(Object.entries(told).filter(([field]) => !NEW_EACH_TIME.includes(field))),
    TagList: TagList.filter(({ Key }) => !Key?.startsWith('aurora-restore:')),
  }));

const restore = (id: string, more: object = {}) =>
  environment.request({
    operation_id: id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: id,
    final_snapshot: false,
    ...more,
  });

const groupsOf = ({ cluster }: Look) =>
  cluster.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId);

const isolation = () =>
  [...environment.stacks.values()]
    .flatMap(({ resources }) => [...resources])
    .find(([logicalId]) => /Isolation/.test(logicalId))?.[1].physicalId;

/** A call that one of the pipeline's functions makes. */
const isCall = (crossing: Crossing, service: string, operation: string) =>
  crossing.boundary === 'call' &&
  crossing.call.principal.roleArn?.includes(`-${service}-role`) === true &&
  crossing.call.operation === operation;

test('a target comes back as it was, and until its users are set up only the pipeline reaches it', async () => {
  const id = 'allowed-cluster';
  await createTarget(id, { protection: true });
  const before = await look(id);
  environment.disturb((crossing) =>
    isCall(crossing, 'archive-snapshot', 'ModifyDBCluster')
      ? [{ kind: 'fail', error: new ServiceError('AccessDenied', 'not now', 403) }]
      : [],
  );

  await restore(id);
  const { step } = await environment.settled(id, 'failed');
  const restored = await look(id);

  expect(step).toBe('archive_snapshot');
  expect(restored.cluster.DbClusterResourceId).not.toBe(before.cluster.DbClusterResourceId);
  expect(groupsOf(restored)).toEqual([isolation()]);
  expect(restored.cluster.DeletionProtection).toBe(true);

  environment.disturb(() => []);
  await environment.rest();
  await redrive(environment, 'archive-snapshot');
  await environment.settled(id, 'completed');
  const after = await look(id);

  expect(settingsOf(after)).toEqual(settingsOf(before));
  expect(groupsOf(after)).toEqual([applications]);
});

test('what a request names changes, and nothing else', async () => {
  const id = 'overridden';
  await createTarget(id, { managed: true });
  const [cluster, ...instances] = settingsOf(await look(id));

  await restore(id, { backup_retention_period: 3 });
  await environment.settled(id, 'completed');

  expect(settingsOf(await look(id))).toEqual([
    { ...cluster, BackupRetentionPeriod: 3 },
    ...instances.map((instance) => ({ ...instance, BackupRetentionPeriod: 3 })),
  ]);
});

test('a new target is as closed until then, and opens to the default group of its VPC', async () => {
  const id = 'new';
  const groupsAtFirst: unknown[] = [];
  environment.disturb((crossing) => {
    if (isCall(crossing, 'restore-snapshot', 'RestoreDBClusterFromSnapshot'))
      groupsAtFirst.push('input' in crossing && crossing.input);
    return [];
  });

  await restore(id);
  await environment.settled(id, 'completed');

  expect(groupsAtFirst).toMatchObject([{ VpcSecurityGroupIds: [isolation()] }]);
  expect(groupsOf(await look(id))).toEqual([NETWORK.securityGroupId]);
});

const CHANGES = [
  ['restore-snapshot', 'RestoreDBClusterFromSnapshot'],
  ['create-instances', 'CreateDBInstance'],
  ['archive-snapshot', 'ModifyDBCluster'],
] as const;

test('every message twice, every first answer lost: each thing is asked for once', async () => {
  const id = 'redelivered';
  await createTarget(id, { managed: true });
  const before = await look(id);
  const lost = new Set<string>();
  environment.disturb((crossing) => {
    if (crossing.boundary === 'message') return [{ kind: 'repeat', times: 1 }];
    const found = CHANGES.find(([service, operation]) => isCall(crossing, service, operation));
    const call = found?.join();
    if (call === undefined || lost.has(call)) return [];
    lost.add(call);
    return [{ kind: 'kill', after: true }];
  });

  await restore(id);
  await environment.settled(id, 'completed');
  await environment.rest(3600_000);

  expect(lost.size).toBe(CHANGES.length);
  expect(environment.asked(id).filter((call) => !call.startsWith('Delete'))).toEqual([
    `RestoreDBClusterFromSnapshot ${id}`,
    `CreateDBInstance ${id}-main`,
    `CreateDBInstance ${id}-reports`,
    `CreateDBInstance ${id}-standby`,
    `ModifyDBCluster ${id}`,
  ]);
  expect(settingsOf(await look(id))).toEqual(settingsOf(before));
  expect(deadLetters(environment)).toEqual([]);
});

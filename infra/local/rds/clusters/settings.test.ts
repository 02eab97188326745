import {
  AddRoleToDBClusterCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterCommandInput,
  RemoveRoleFromDBClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { rdsKit } from '../rds.fixture.ts';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const RoleArn = 'arn:aws:iam::111122223333:role/loader';

const modify = (changed: Partial<ModifyDBClusterCommandInput>) =>
  new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders', ApplyImmediately: true, ...changed });

/** What creating, restoring and modifying all take, as it is asked for and as it is told. */
const common = {
  BacktrackWindow: 3600,
  BackupRetentionPeriod: 14,
  CopyTagsToSnapshot: true,
  DeletionProtection: true,
  PerformanceInsightsRetentionPeriod: 465,
  Port: 3311,
  PreferredBackupWindow: '01:00-02:00',
};

describe('the settings of a cluster', () => {
  it('are told as they were asked for when it was created', async () => {
    const { createCluster, createKey } = rdsKit();
    const PerformanceInsightsKMSKeyId = await createKey();
    const asked = {
      ...common,
      DatabaseInsightsMode: 'advanced',
      MonitoringInterval: 30,
      MonitoringRoleArn: RoleArn,
      PerformanceInsightsKMSKeyId,
    } as const;

    const cluster = await createCluster('orders', {
      ...asked,
      AssociatedRoles: [{ RoleArn }],
      AvailabilityZones: ['eu-west-1b'],
      EnablePerformanceInsights: true,
      PreferredMaintenanceWindow: 'Mon:04:00-Mon:04:30',
    });

    expect(cluster).toMatchObject({
      ...asked,
      AssociatedRoles: [{ RoleArn, Status: 'ACTIVE' }],
      AvailabilityZones: ZONES,
      PerformanceInsightsEnabled: true,
      PreferredMaintenanceWindow: 'mon:04:00-mon:04:30',
    });
  });

  it('are told as they were asked for when it was modified, and the rest is left alone', async () => {
    const { createCluster, send, settle, cluster } = rdsKit();
    const created = await createCluster('orders', { BacktrackWindow: 0 });

    await send(
      modify({
        ...common,
        DatabaseInsightsMode: 'advanced',
        EnablePerformanceInsights: true,
        PreferredMaintenanceWindow: 'mon:04:00-mon:04:30',
      }),
    );
    await settle();

    expect(await cluster('orders')).toEqual({
      ...created,
      ...common,
      DatabaseInsightsMode: 'advanced',
      PerformanceInsightsEnabled: true,
      PerformanceInsightsKMSKeyId: expect.any(String),
      PreferredMaintenanceWindow: 'mon:04:00-mon:04:30',
    });
  });

  it('are the defaults after a restore, but for port and backup retention', async () => {
    const { createCluster, createSnapshot, send, settle, cluster } = rdsKit();
    await createCluster('orders', { ...common, EnablePerformanceInsights: true });
    await createSnapshot('nightly', 'orders');
    const plain = await createCluster('plain', { Port: 3311, BackupRetentionPeriod: 14 });

    await send(
      new RestoreDBClusterFromSnapshotCommand({
        DBClusterIdentifier: 'copy',
        SnapshotIdentifier: 'nightly',
        Engine: 'aurora-mysql',
      }),
    );
    await settle();

    const { DBClusterIdentifier, DBClusterArn, DbClusterResourceId, ...copy } =
      await cluster('copy');
    expect(copy).toEqual({
      ...plain,
      ...{ DBClusterIdentifier: undefined, DBClusterArn: undefined },
      DbClusterResourceId: undefined,
      ClusterCreateTime: expect.any(Date),
      Endpoint: expect.any(String),
      ReaderEndpoint: expect.any(String),
    });
    expect([DBClusterIdentifier, DBClusterArn, DbClusterResourceId]).not.toContain(undefined);
  });

  it.each([
    [{ Port: 1149 }, 'InvalidParameterValue'],
    [{ BacktrackWindow: 259_201 }, 'InvalidParameterValue'],
    [{ BacktrackWindow: 60 }, 'InvalidParameterCombination'],
    [{ BackupRetentionPeriod: 36 }, 'InvalidParameterValue'],
    [{ PreferredBackupWindow: '05:00-05:30' }, 'InvalidParameterValue'],
    [{ PreferredMaintenanceWindow: 'sun:03:00-sun:03:30' }, 'InvalidParameterValue'],
    [{ DatabaseInsightsMode: 'advanced' }, 'InvalidParameterCombination'],
    [{ PerformanceInsightsRetentionPeriod: 93 }, 'InvalidParameterCombination'],
    [{ MonitoringInterval: 60 }, 'NotImplemented'],
  ] as const)('are not modified by %j', async (changed, code) => {
    const { createCluster, send, cluster } = rdsKit();
    await createCluster('orders', { PreferredMaintenanceWindow: 'sun:05:00-sun:05:30' });
    const before = await cluster('orders');

    await expect(send(modify(changed))).rejects.toMatchObject({ code });

    expect(await cluster('orders')).toEqual(before);
  });

  it('name zones of its region only', async () => {
    const { createCluster } = rdsKit();

    const answer = createCluster('orders', { AvailabilityZones: ['us-east-1a'] });

    await expect(answer).rejects.toThrow(/us-east-1a/);
  });
});

it('a cluster whose port changes has its server started again there', async () => {
  const { createCluster, createInstance, send, settle, cluster, engine } = rdsKit();
  await createCluster('orders', { Port: 3310 });
  await createInstance('orders-1', 'orders');
  engine.calls.length = 0;

  await send(modify({ Port: 3320 }));
  expect((await cluster('orders')).Status).toBe('modifying');
  await settle();

  expect(engine.calls.map((call) => call.split(' ')[0])).toEqual(['stop', 'start']);
  // The server in memory listens one above the port that is asked for.
  expect(await cluster('orders')).toMatchObject({ Status: 'available', Port: 3321 });
});

it('a cluster without a server remembers the port that it is given', async () => {
  const { createCluster, send, settle, cluster, engine } = rdsKit();
  await createCluster('orders');

  await send(modify({ Port: 3320 }));
  await settle();

  expect(await cluster('orders')).toMatchObject({ Status: 'available', Port: 3320 });
  expect(engine.running).toEqual(new Set());
});

describe('the roles of a cluster', () => {
  const role = { DBClusterIdentifier: 'orders', RoleArn };

  it('are added and removed', async () => {
    const { createCluster, send, cluster } = rdsKit();
    await createCluster('orders');

    await send(new AddRoleToDBClusterCommand(role));
    const before = await cluster('orders');
    await send(new RemoveRoleFromDBClusterCommand(role));

    expect(before.AssociatedRoles).toEqual([{ RoleArn, Status: 'ACTIVE' }]);
    expect((await cluster('orders')).AssociatedRoles).toEqual([]);
  });

  it('are there once', async () => {
    const { createCluster, send } = rdsKit();
    await createCluster('orders');

    const remove = send(new RemoveRoleFromDBClusterCommand(role));
    await expect(remove).rejects.toMatchObject({ code: 'DBClusterRoleNotFoundFault' });
    await send(new AddRoleToDBClusterCommand(role));
    const again = send(new AddRoleToDBClusterCommand(role));
    await expect(again).rejects.toMatchObject({ code: 'DBClusterRoleAlreadyExistsFault' });
  });
});

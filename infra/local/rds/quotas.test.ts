import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterCommand,
  DescribeAccountAttributesCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, newInstance, rdsKit } from './rds.fixture.ts';

const ELSEWHERE = { region: 'us-east-1' };

const copy = (name: string, KmsKeyId?: string) =>
  new CopyDBClusterSnapshotCommand({
    SourceDBClusterSnapshotIdentifier: arn('cluster-snapshot', 'nightly'),
    TargetDBClusterSnapshotIdentifier: name,
    KmsKeyId,
  });

it('an account has as much as AWS gives it, and is told so with what it uses', async () => {
  const { createCluster, createInstance, createSnapshot, rds, send } = rdsKit();
  await createCluster('orders');
  await createInstance('orders-1', 'orders');
  await createSnapshot('nightly', 'orders');
  rds.steer.takeAutomatedSnapshot('orders');

  const { AccountQuotas } = await send(new DescribeAccountAttributesCommand({}));

  expect(AccountQuotas).toEqual([
    { AccountQuotaName: 'DBClusters', Used: 1, Max: 40 },
    { AccountQuotaName: 'DBInstances', Used: 1, Max: 40 },
    { AccountQuotaName: 'ManualClusterSnapshots', Used: 1, Max: 100 },
  ]);
});

describe('one more than the quota allows', () => {
  it('of clusters is refused, in each region by itself', async () => {
    const { createCluster, send } = rdsKit({ quotas: { clusters: 1 } });
    await createCluster('orders');

    await expect(createCluster('another')).rejects.toMatchObject({
      code: 'DBClusterQuotaExceededFault',
    });
    const { AccountQuotas } = await send(new DescribeAccountAttributesCommand({}), ELSEWHERE);
    expect(AccountQuotas?.[0]).toMatchObject({ Used: 0, Max: 1 });
  });

  it('of instances is refused', async () => {
    const { createCluster, createInstance, send } = rdsKit({ quotas: { instances: 1 } });
    await createCluster('orders');
    await createInstance('orders-1', 'orders');

    await expect(send(newInstance('orders-2', 'orders'))).rejects.toMatchObject({
      code: 'InstanceQuotaExceededFault',
    });
  });

  it('of manual snapshots is refused, however it would come, and keeps the cluster', async () => {
    const { createCluster, createSnapshot, send, cluster, rds } = rdsKit({
      quotas: { manualSnapshots: 1 },
    });
    await createCluster('orders');
    await createSnapshot('nightly', 'orders');
    const DBClusterIdentifier = 'orders';

    for (const command of [
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier,
        DBClusterSnapshotIdentifier: 'later',
      }),
      copy('moved'),
      new DeleteDBClusterCommand({ DBClusterIdentifier, FinalDBSnapshotIdentifier: 'last' }),
    ])
      await expect(send<unknown>(command)).rejects.toMatchObject({
        code: 'SnapshotQuotaExceededFault',
        message: 'Cannot create more than 1 manual snapshots',
      });

    expect((await cluster('orders')).Status).toBe('available');
    expect(rds.steer.takeAutomatedSnapshot('orders')).toMatch(/^rds:/);
  });

  it('of copies from other regions is refused until one of them is there', async () => {
    const { createCluster, createSnapshot, createKey, send, settle } = rdsKit();
    await createCluster('orders');
    await createSnapshot('nightly', 'orders');
    const key = await createKey({}, ELSEWHERE);
    for (const n of [1, 2, 3, 4, 5]) await send(copy(`copy-${n}`, key), ELSEWHERE);

    await expect(send(copy('copy-6', key), ELSEWHERE)).rejects.toMatchObject({
      code: 'SnapshotQuotaExceededFault',
      message: 'Cannot copy more than 5 snapshots across regions',
    });
    await settle();

    await expect(send(copy('copy-6', key), ELSEWHERE)).resolves.toMatchObject({
      DBClusterSnapshot: { Status: 'copying' },
    });
  });

  it('of copies counts neither those within the region nor those to other regions', async () => {
    const { createCluster, createSnapshot, createKey, send, settle } = rdsKit({
      quotas: { copiesAcrossRegions: 1 },
    });
    await createCluster('orders');
    await createSnapshot('nightly', 'orders');
    const other = { region: 'us-west-2' };
    const key = await createKey({}, ELSEWHERE);
    await send(copy('there', key), ELSEWHERE);
    await settle();
    const SourceDBClusterSnapshotIdentifier = 'there';
    for (const TargetDBClusterSnapshotIdentifier of ['within-1', 'within-2'])
      await send(
        new CopyDBClusterSnapshotCommand({
          SourceDBClusterSnapshotIdentifier,
          TargetDBClusterSnapshotIdentifier,
        }),
        ELSEWHERE,
      );

    await send(copy('across', key), ELSEWHERE);
    await send(copy('across', await createKey({}, other)), other);

    await expect(send(copy('another', key), ELSEWHERE)).rejects.toThrow('across regions');
  });
});

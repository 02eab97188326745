import {
  DeleteDBClusterCommand,
  type DeleteDBClusterCommandInput,
  DescribeDBClusterSnapshotsCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, LASTING, LASTING_ALL, rdsKit } from '../rds.fixture.ts';

const request = (changed: Partial<DeleteDBClusterCommandInput> = {}): DeleteDBClusterCommand =>
  new DeleteDBClusterCommand({
    DBClusterIdentifier: 'orders',
    SkipFinalSnapshot: true,
    ...changed,
  });

const withFinal = request({ SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'last' });

describe('deleting a cluster', () => {
  it('passes through deleting, removes the data and tells so', async () => {
    const { createCluster, send, settle, cluster, told, engine } = rdsKit();
    const { DbClusterResourceId } = await createCluster('orders');

    const { DBCluster } = await send(request());
    expect(DBCluster?.Status).toBe('deleting');
    expect((await cluster('orders')).Status).toBe('deleting');
    await settle();

    await expect(cluster('orders')).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
    expect(engine.logins.has(DbClusterResourceId ?? '')).toBe(false);
    expect(told().at(-1)).toBe(`${arn('cluster', 'orders')} 0171 DB cluster deleted`);
  });

  it('is refused while an instance is not being deleted', async () => {
    const { createCluster, createInstance, send } = rdsKit();
    await createCluster('orders');
    await createInstance('orders-1', 'orders');

    await expect(send(request())).rejects.toMatchObject({
      code: 'InvalidDBClusterStateFault',
      message: 'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
    });
  });

  it('is taken once all instances are being deleted, and the cluster goes after them', async () => {
    const { createCluster, createInstance, deleteInstance, send, settle, events } = rdsKit();
    await createCluster('orders');
    await createInstance('orders-1', 'orders');
    await deleteInstance('orders-1');
    events.length = 0;

    await send(request());
    await settle(2);

    expect(events.map(({ detail }) => 'EventID' in detail && detail.EventID)).toEqual([
      'RDS-EVENT-0003',
      'RDS-EVENT-0171',
    ]);
  });

  it('waits for an instance that takes longer to go than the cluster', async () => {
    const { createCluster, createInstance, deleteInstance, send, settle, clock, cluster } = rdsKit({
      durations: { ...LASTING_ALL, deleteInstance: 3 * LASTING },
    });
    await createCluster('orders');
    await createInstance('orders-1', 'orders');
    await deleteInstance('orders-1');

    await send(request());
    await settle();
    expect((await cluster('orders')).Status).toBe('deleting');
    clock.advance(2 * LASTING);
    await settle();

    await expect(cluster('orders')).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  });

  it('waits for a final snapshot that takes longer', async () => {
    const { createCluster, send, settle, clock, cluster } = rdsKit({
      durations: { ...LASTING_ALL, createSnapshot: 3 * LASTING },
    });
    await createCluster('orders');

    await send(withFinal);
    await settle();
    expect((await cluster('orders')).Status).toBe('deleting');
    clock.advance(2 * LASTING);
    await settle();

    await expect(cluster('orders')).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  });

  it('is refused under deletion protection, in a global cluster and while stopped', async () => {
    const { createCluster, send, settle, rds } = rdsKit();
    await createCluster('orders', { DeletionProtection: true });
    await createCluster('global');
    await createCluster('asleep');
    rds.steer.putIntoGlobalCluster('global', 'planet');
    await send(new StopDBClusterCommand({ DBClusterIdentifier: 'asleep' }));
    await settle();

    await expect(send(request())).rejects.toMatchObject({
      code: 'InvalidParameterCombination',
      message: 'Cannot delete protected Cluster, please disable deletion protection and try again.',
    });
    await expect(send(request({ DBClusterIdentifier: 'global' }))).rejects.toThrow(
      'This cluster is a part of a global cluster, please remove it from globalcluster first',
    );
    await expect(send(request({ DBClusterIdentifier: 'asleep' }))).rejects.toMatchObject({
      code: 'InvalidDBClusterStateFault',
      message: 'Db cluster asleep is in stopped state',
    });
  });

  it('wants either a final snapshot or none', async () => {
    const { createCluster, send } = rdsKit();
    await createCluster('orders');
    const code = 'InvalidParameterCombination';

    const neither = send(request({ SkipFinalSnapshot: undefined }));
    const both = send(request({ FinalDBSnapshotIdentifier: 'last' }));

    await expect(neither).rejects.toMatchObject({ code });
    await expect(both).rejects.toMatchObject({ code });
  });

  it('takes the final snapshot before anything goes', async () => {
    const { createCluster, send, settle, snapshot, engine, told } = rdsKit();
    await createCluster('orders');

    await send(withFinal);
    expect((await snapshot('last')).Status).toBe('creating');
    await settle(2);

    expect(await snapshot('last')).toMatchObject({ Status: 'available', SnapshotType: 'manual' });
    expect(engine.snapshots.size).toBe(1);
    expect(
      told()
        .slice(1)
        .map((text) => text.split(' ')[1]),
    ).toEqual(['0074', '0075', '0171']);
  });

  it('refuses a final snapshot whose name is taken, and changes nothing', async () => {
    const { createCluster, createSnapshot, send, cluster } = rdsKit();
    await createCluster('orders');
    await createSnapshot('last', 'orders');

    await expect(send(withFinal)).rejects.toMatchObject({
      code: 'DBClusterSnapshotAlreadyExistsFault',
    });

    expect((await cluster('orders')).Status).toBe('available');
  });

  it('refuses a final snapshot of a cluster that is not available', async () => {
    const { createCluster, send, rds } = rdsKit();
    await createCluster('orders');
    rds.steer.setClusterStatus('orders', 'incompatible-restore');

    await expect(send(withFinal)).rejects.toThrow(/isn't currently in the available state/);
    await expect(send(request())).resolves.toBeDefined();
  });

  it('keeps the cluster when its final snapshot fails', async () => {
    const { createCluster, send, settle, cluster, snapshot, engine } = rdsKit();
    await createCluster('orders');
    engine.failing.add('snapshot');

    await send(withFinal);
    await settle(2);

    expect((await cluster('orders')).Status).toBe('available');
    expect((await snapshot('last')).Status).toBe('failed');
    expect(engine.logins.size).toBe(1);
  });

  it('takes its automated snapshots with it and leaves the manual ones', async () => {
    const { createCluster, createSnapshot, send, settle, rds, engine } = rdsKit();
    await createCluster('orders');
    rds.steer.takeAutomatedSnapshot('orders');
    await settle();
    await createSnapshot('manual', 'orders');

    await send(request());
    await settle();

    const { DBClusterSnapshots } = await send(new DescribeDBClusterSnapshotsCommand({}));
    expect(DBClusterSnapshots?.map(({ DBClusterSnapshotIdentifier: id }) => id)).toEqual([
      'manual',
    ]);
    expect(engine.snapshots.size).toBe(1);
  });

  it('leaves the snapshots of an earlier cluster of the same name', async () => {
    const { createCluster, send, settle, rds } = rdsKit();
    await createCluster('orders');
    const name = rds.steer.takeAutomatedSnapshot('orders');
    await settle();
    rds.steer.vanish('orders');
    await createCluster('orders');

    await send(request());
    await settle();

    const { DBClusterSnapshots } = await send(new DescribeDBClusterSnapshotsCommand({}));
    expect(DBClusterSnapshots?.map(({ DBClusterSnapshotIdentifier: id }) => id)).toEqual([name]);
  });
});

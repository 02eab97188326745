import { CreateDBClusterSnapshotCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, LASTING, rdsKit } from '../rds.fixture.ts';

const create = new CreateDBClusterSnapshotCommand({
  DBClusterIdentifier: 'orders',
  DBClusterSnapshotIdentifier: 'nightly',
});

describe('creating a snapshot', () => {
  it('passes through creating, tells of both ends, and occupies the cluster meanwhile', async () => {
    const { createCluster, send, settle, clock, snapshot, cluster, told, events } = rdsKit();
    await createCluster('orders');
    events.length = 0;

    await send(create);
    expect(await snapshot('nightly')).toMatchObject({ Status: 'creating', PercentProgress: 0 });
    expect((await cluster('orders')).Status).toBe('backing-up');
    await clock.idle();
    clock.advance(LASTING / 2);
    expect((await snapshot('nightly')).PercentProgress).toBeGreaterThanOrEqual(50);
    await settle();

    expect(await snapshot('nightly')).toMatchObject({
      Status: 'available',
      PercentProgress: 100,
      AllocatedStorage: 3,
      SnapshotType: 'manual',
      MasterUsername: 'admin',
    });
    expect((await cluster('orders')).Status).toBe('available');
    expect(told()).toEqual([
      `${arn('cluster-snapshot', 'nightly')} 0074 Creating manual cluster snapshot`,
      `${arn('cluster-snapshot', 'nightly')} 0075 Manual cluster snapshot created`,
    ]);
  });

  it('is refused unless the cluster is available and the name free', async () => {
    const { createCluster, createSnapshot, send } = rdsKit();
    await createCluster('orders');
    await createSnapshot('other', 'orders');
    await send(create);

    await expect(send(create)).rejects.toMatchObject({
      code: 'DBClusterSnapshotAlreadyExistsFault',
    });
    const third = new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: 'third',
    });
    await expect(send(third)).rejects.toMatchObject({ code: 'InvalidDBClusterStateFault' });
  });

  it('copies the tags of the cluster if the cluster says so', async () => {
    const { createCluster, createSnapshot } = rdsKit();
    const Tags = [{ Key: 'team', Value: 'dba' }];
    await createCluster('with', { Tags, CopyTagsToSnapshot: true });
    await createCluster('without', { Tags });

    expect((await createSnapshot('one', 'with')).TagList).toEqual(Tags);
    expect((await createSnapshot('two', 'without')).TagList).toEqual([]);
  });

  it('fails when the data cannot be copied, and frees the cluster', async () => {
    const { createCluster, createSnapshot, cluster, engine } = rdsKit();
    await createCluster('orders');
    engine.failing.add('snapshot');

    expect((await createSnapshot('nightly', 'orders')).Status).toBe('failed');
    expect((await cluster('orders')).Status).toBe('available');
  });

  it('of RDS itself has a name with a prefix and events of its own', async () => {
    const { createCluster, settle, snapshot, rds, told, events } = rdsKit();
    await createCluster('orders');
    events.length = 0;

    const name = rds.steer.takeAutomatedSnapshot('orders');
    await settle();

    expect(name).toMatch(/^rds:orders-\d{4}-\d\d-\d\d-\d\d-\d\d$/);
    expect((await snapshot(name)).SnapshotType).toBe('automated');
    expect((await snapshot(arn('cluster-snapshot', name))).DBClusterSnapshotIdentifier).toBe(name);
    expect(told().map((text) => text.split(' ')[1])).toEqual(['0168', '0169']);
  });
});

it('a snapshot whose data take longer than expected does not say that it is finished', async () => {
  const { createCluster, send, clock, snapshot, engine } = rdsKit();
  await createCluster('orders');
  const { promise, resolve } = Promise.withResolvers<{ bytes: number }>();
  engine.snapshot = () => promise;

  await send(create);
  clock.advance(10 * LASTING);

  expect(await snapshot('nightly')).toMatchObject({ Status: 'creating', PercentProgress: 99 });
  resolve({ bytes: 0 });
});

import { expect, test } from 'vitest';
import { aCluster, anInstance } from '../../shared/aurora/aurora.fixture.ts';
import type { Cluster } from '../../shared/aurora/cluster.ts';
import { aDetail } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { checkInstanceStatus } from './check-instance-status.ts';

const instance_ids = ['target-1', 'target-2'];

const check = (world: World) =>
  checkInstanceStatus(world.aurora)(
    world.input(aDetail({ target_cluster_id: 'target', instance_ids })),
  );

/** The cluster that this operation restored, with its two instances. */
const restored = (more: Partial<Cluster> = {}) =>
  new World({
    resources: {
      'cluster-1': {
        kind: 'cluster',
        id: 'target',
        role: 'target',
        attempt: 1,
        resource_id: 'cluster-NEW',
      },
    },
  }).addCluster(
    aCluster({
      resource_id: 'cluster-NEW',
      endpoint: 'writer',
      reader_endpoint: 'reader',
      ...more,
    }),
    ...instance_ids.map((id) => anInstance(id)),
  );

test('a cluster is available once all its instances are', async () => {
  const world = restored();

  expect(await check(world)).toEqual({
    kind: 'done',
    event: {
      name: 'ClusterAvailable',
      facts: {
        target_cluster_id: 'target',
        endpoint: 'writer',
        reader_endpoint: 'reader',
        port: 3306,
        instance_ids,
      },
    },
    learnt: { endpoint: { address: 'writer', reader_address: 'reader', port: 3306 } },
  });
  expect(world.did).toEqual(['look at instances of target', 'look at cluster target']);
});

test('the endpoint is the one that the cluster has once its instances are available', async () => {
  const world = restored({ endpoint: 'not yet' });
  world.changeInstance('target-2', { status: 'creating' });
  world.meanwhile = (call) => {
    if (call !== 'look at instances of target') return;
    world.changeInstance('target-2', { status: 'available' });
    world.changeCluster('target', { endpoint: 'writer' });
  };

  expect(await check(world)).toMatchObject({ learnt: { endpoint: { address: 'writer' } } });
});

test.each(['creating', 'configuring-enhanced-monitoring', 'backing-up', 'rebooting'])(
  'an instance that is %s is waited for',
  async (status) => {
    const world = restored();
    world.changeInstance('target-2', { status });

    expect(await check(world)).toEqual({ kind: 'check-again', reason: `target-2 is ${status}` });
  },
);

test.each([
  'failed',
  'incompatible-parameters',
  'incompatible-network',
  'inaccessible-encryption-credentials',
  'insufficient-capacity',
  'deleting',
])('an instance that is %s has failed', async (status) => {
  const world = restored();
  world.changeInstance('target-2', { status });

  await expect(check(world)).rejects.toMatchObject({
    code: 'INSTANCE_FAILED',
    message: `target-2 is ${status}`,
  });
});

test.each(['incompatible-network', 'creating'])(
  'an instance that is %s has failed with what RDS said of it',
  async (status) => {
    const world = restored();
    world.changeInstance('target-2', { status });
    world.said.set('target-2', ['Database instance in incompatible-network. No subnet']);

    await expect(check(world)).rejects.toMatchObject({
      code: 'INSTANCE_FAILED',
      message: `target-2 is ${status}; RDS says: Database instance in incompatible-network. No subnet`,
    });
  },
);

test('an instance that is gone has failed', async () => {
  const world = restored();
  world.removeInstance('target-1');

  await expect(check(world)).rejects.toMatchObject({
    code: 'INSTANCE_FAILED',
    message: 'target-1 is gone',
  });
});

test.each([{ status: 'modifying' }, { status: 'available', endpoint: undefined }])(
  'a cluster that is not ready itself is waited for: %o',
  async (cluster) => {
    expect(await check(restored(cluster))).toMatchObject({ kind: 'check-again' });
  },
);

test.each(['failed', 'deleting'])(
  'a cluster that is %s has failed, whatever its instances are',
  async (status) => {
    await expect(check(restored({ status }))).rejects.toMatchObject({
      code: 'CLUSTER_RESTORE_FAILED',
    });
  },
);

test('another cluster under the name is not taken for the restored one', async () => {
  await expect(check(restored({ resource_id: 'cluster-OTHER' }))).rejects.toMatchObject({
    code: 'CLUSTER_VANISHED',
  });
});

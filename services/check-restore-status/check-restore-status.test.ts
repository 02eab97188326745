import { expect, test } from 'vitest';
import { aCluster } from '../../shared/aurora/aurora.fixture.ts';
import { aDetail } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { checkRestoreStatus } from './check-restore-status.ts';

const restored = {
  target_cluster_id: 'target',
  cluster_arn: aCluster().arn,
  cluster_resource_id: 'cluster-NEW',
};

const check = (world: World) => checkRestoreStatus(world.aurora)(world.input(aDetail(restored)));

const standing = (status: string, resource_id = 'cluster-NEW') =>
  new World().addCluster(aCluster({ status, resource_id }));

test('a cluster that is available is restored', async () => {
  const world = standing('available');

  expect(await check(world)).toEqual({
    kind: 'done',
    event: { name: 'ClusterRestored', facts: restored },
    learnt: {},
  });
  expect(world.did).toEqual(['look at cluster target']);
});

test.each(['creating', 'migrating', 'backing-up', 'upgrading', 'modifying'])(
  'a cluster that is %s is waited for',
  async (status) => {
    expect(await check(standing(status))).toEqual({
      kind: 'check-again',
      reason: `target is ${status}`,
    });
  },
);

test.each([
  'failed',
  'incompatible-restore',
  'incompatible-parameters',
  'migration-failed',
  'cloning-failed',
  'upgrade_failed',
  'deleting',
])('a cluster that is %s has failed', async (status) => {
  await expect(check(standing(status))).rejects.toMatchObject({ code: 'CLUSTER_RESTORE_FAILED' });
});

test.each([
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
])('a cluster that is %s lacks its key', async (status) => {
  await expect(check(standing(status))).rejects.toMatchObject({ code: 'KEY_NOT_USABLE' });
});

test('a cluster that is gone, or another one, has vanished', async () => {
  await expect(check(new World())).rejects.toMatchObject({ code: 'CLUSTER_VANISHED' });
  await expect(check(standing('available', 'cluster-OLD'))).rejects.toMatchObject({
    code: 'CLUSTER_VANISHED',
  });
});

import { expect, test } from 'vitest';
import { aCluster } from '../../shared/aurora/aurora.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
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

const words = "You can't create the DB cluster because of incompatible resources. No subnet";

test.each(['failed', 'creating'])(
  'a cluster that is %s has failed with what RDS said of it',
  async (status) => {
    const world = standing(status);
    world.said.set('target', [words, words]);

    await expect(check(world)).rejects.toMatchObject({
      code: 'CLUSTER_RESTORE_FAILED',
      message: `target is ${status}; RDS says: ${words}`,
    });
  },
);

test('what RDS said once does not matter when the cluster is available', async () => {
  const world = standing('available');
  world.said.set('target', [words]);

  expect(await check(world)).toMatchObject({ kind: 'done' });
});

test('after a redrive only what RDS says since counts', async () => {
  const started_at = '2026-01-02T10:00:00.000Z';
  const event = { source: 'aurora-restore', detail_type: 'ClusterRestoreStarted', detail: {} };
  const stages = { check_restore: { event, started_at } };
  const step = 'check_restore';
  const sinceWhen = async (operation: Partial<Operation>) => {
    const world = new World({ step, stages, ...operation }).addCluster(
      aCluster({ status: 'creating', resource_id: 'cluster-NEW' }),
    );
    await check(world);
    return world.did.at(-1);
  };

  expect(await sinceWhen({})).toBe(`look at failures of cluster target since ${started_at}`);
  expect(await sinceWhen({ reopened_at: '2026-01-02T11:00:00.000Z' })).toBe(
    'look at failures of cluster target since 2026-01-02T11:00:00.000Z',
  );
});

test('a cluster that is gone, or another one, has vanished', async () => {
  await expect(check(new World())).rejects.toMatchObject({ code: 'CLUSTER_VANISHED' });
  await expect(check(standing('available', 'cluster-OLD'))).rejects.toMatchObject({
    code: 'CLUSTER_VANISHED',
  });
});

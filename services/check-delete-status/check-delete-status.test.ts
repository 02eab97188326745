import { expect, test } from 'vitest';
import { aDetail } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { checkDeleteStatus } from './check-delete-status.ts';

const check = (world: World) =>
  checkDeleteStatus(world.aurora)(
    world.input(aDetail({ target_cluster_id: 'target', cluster_resource_id: 'cluster-OLD' })),
  );

test('a cluster that is gone has left its name', async () => {
  const world = new World();

  expect(await check(world)).toEqual({
    kind: 'done',
    event: { name: 'TargetCleared', facts: { target_cluster_id: 'target' } },
    learnt: {},
  });
  expect(world.did).toEqual(['look at cluster target']);
});

test('a cluster that is being deleted is waited for', async () => {
  const world = new World().addTarget({ status: 'deleting' });

  expect(await check(world)).toEqual({ kind: 'check-again', reason: 'target is deleting' });
});

test.each(['failed', 'inaccessible-encryption-credentials'])(
  'a cluster that is %s though it was deleted needs somebody',
  async (status) => {
    const world = new World().addTarget({ status });

    await expect(check(world)).rejects.toMatchObject({
      code: 'TARGET_DELETION_FAILED',
      message: `target is ${status}`,
    });
  },
);

test('a cluster that does not say yet that it is being deleted is waited for', async () => {
  const world = new World().addTarget({ status: 'available' });

  expect(await check(world)).toMatchObject({ kind: 'check-again' });
});

test('another cluster under the name is not waited for', async () => {
  const world = new World().addTarget({ resource_id: 'cluster-OTHER' });

  await expect(check(world)).rejects.toMatchObject({ code: 'TARGET_CHANGED' });
});

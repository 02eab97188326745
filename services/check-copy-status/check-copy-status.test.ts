import { expect, test } from 'vitest';
import { aSnapshot } from '../../shared/aurora/aurora.fixture.ts';
import { aDetail } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { checkCopyStatus } from './check-copy-status.ts';

const copy = aSnapshot({ id: 'copy' });

const check = (world: World) =>
  checkCopyStatus(world.aurora)(
    world.input(
      aDetail({ source_snapshot_arn: aSnapshot().arn, copy_arn: copy.arn, copy_id: 'copy' }),
    ),
  );

test('a copy that is available is what the cluster is restored from', async () => {
  const world = new World().addSnapshot(copy);

  expect(await check(world)).toEqual({
    kind: 'done',
    event: { name: 'SnapshotReady', facts: { snapshot_arn: copy.arn, copied: true } },
    learnt: { restore_from: copy.arn },
  });
  expect(world.did).toEqual(['look at snapshot copy']);
});

test.each(['copying', 'creating'])('a copy that is %s is waited for', async (status) => {
  const world = new World().addSnapshot({ ...copy, status, progress: 70 });

  expect(await check(world)).toEqual({
    kind: 'check-again',
    reason: `copy copy is ${status}`,
    progress: 70,
  });
});

test.each(['failed', 'deleting', 'incompatible-restore'])(
  'a copy that is %s has failed',
  async (status) => {
    const world = new World().addSnapshot({ ...copy, status });

    await expect(check(world)).rejects.toMatchObject({ code: 'SNAPSHOT_COPY_FAILED' });
  },
);

test('a copy that is gone has failed', async () => {
  await expect(check(new World())).rejects.toMatchObject({ code: 'SNAPSHOT_COPY_FAILED' });
});

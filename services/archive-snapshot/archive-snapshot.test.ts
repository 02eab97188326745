import { expect, test } from 'vitest';
import { aCluster, aSnapshot, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import type { Resource } from '../../shared/operation/operation.ts';
import type { ClusterSettings } from '../../shared/operation/settings.ts';
import { expectPermits, expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import { aDetail, someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { archiveSnapshot } from './archive-snapshot.ts';

const users = [{ username: 'app_user', secret_name: 'aurora-restore/dev/target/app_user' }];

const archive = (world: World) =>
  archiveSnapshot(world.aurora, async () => [])(
    world.input(aDetail({ users, custom_statements: 0 })),
  );

const snapshot = (role: 'copy' | 'final_snapshot', more: Partial<Resource> = {}): Resource => ({
  kind: 'cluster-snapshot',
  id: role,
  role,
  attempt: 1,
  arn: aSnapshot({ id: role }).arn,
  ...more,
});

/** A restored cluster, with a copy and a final snapshot that the operation made on the way. */
const restored = (settings: Partial<ClusterSettings> = {}) =>
  new World({
    request: { target_cluster_id: 'target', requested_by: 'somebody' },
    target: { ...someTarget, settings: { ...someSettings, ...settings } },
    resources: {
      'copy-1': snapshot('copy'),
      'final_snapshot-1': snapshot('final_snapshot'),
      'cluster-1': {
        kind: 'cluster',
        id: 'target',
        role: 'target',
        attempt: 1,
        resource_id: 'cluster-NEW',
      },
    },
  })
    .addCluster(
      aCluster({ resource_id: 'cluster-NEW', deletion_protection: true, tags: madeBy('op-1') }),
    )
    .addSnapshot(
      aSnapshot({ id: 'copy', tags: madeBy('op-1') }),
      aSnapshot({
        id: 'final_snapshot',
        tags: madeBy('op-1'),
        source_resource_id: someTarget.old?.resource_id,
      }),
    );

test('a restore is completed: protection as asked, the copy gone, the final snapshot kept', async () => {
  const world = restored();
  const { arn, endpoint, reader_endpoint } = aCluster();

  expect(await archive(world)).toEqual({
    kind: 'done',
    event: {
      name: 'RestoreCompleted',
      facts: {
        target_cluster_id: 'target',
        cluster_arn: arn,
        endpoint,
        reader_endpoint,
        port: 3306,
        snapshot_arn: aSnapshot().arn,
        users,
        deleted: [someTarget.old?.arn, 'target-1', 'copy'],
        kept: ['final_snapshot'],
        replaced_cluster_arn: someTarget.old?.arn,
        final_snapshot_id: 'final_snapshot',
        started_at: '2026-01-02T11:00:00.000Z',
        requested_by: 'somebody',
      },
    },
    learnt: {},
  });
  expect(world.effects).toEqual(['modify deletion_protection of target', 'delete snapshot copy']);
});

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(restored, archive);
});

test('it asks before each change whether it still may', async () => {
  const world = restored();

  await archive(world);

  expectPermits(world);
});

test('a copy may be kept', async () => {
  const world = restored({ archive: 'keep' });

  expect(await archive(world)).toMatchObject({
    event: {
      facts: { deleted: [someTarget.old?.arn, 'target-1'], kept: ['copy', 'final_snapshot'] },
    },
  });
  expect(world.effects).toEqual(['modify deletion_protection of target']);
});

test('a cluster that is to be protected stays so', async () => {
  const world = restored({ deletion_protection: true });

  await archive(world);

  expect(world.effects).toEqual(['delete snapshot copy']);
});

test('a cluster that lost its protection gets it back', async () => {
  const world = restored({ deletion_protection: true });
  world.changeCluster('target', { deletion_protection: false });

  await archive(world);

  expect(world.effects).toEqual(['modify deletion_protection of target', 'delete snapshot copy']);
});

test('protection that is not set yet is waited for, and nothing is deleted', async () => {
  const world = restored();
  world.meanwhile = () => world.changeCluster('target', { deletion_protection: true });

  expect(await archive(world)).toMatchObject({ kind: 'check-again' });
  expect(world.effects).toEqual(['modify deletion_protection of target']);
});

test('the source snapshot is never touched', async () => {
  const world = restored();

  await archive(world);

  expect(world.snapshots.has('shop-1')).toBe(true);
  expect(world.did).not.toContain('look at snapshot shop-1');
});

test('a snapshot of the copy’s name that is not the operation’s is left alone, and not told of', async () => {
  const world = restored();
  world.changeSnapshot('copy', { made_by: 'op-2' });
  world.learn({
    resources: { 'copy-1': { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 1 } },
  });

  expect(await archive(world)).toMatchObject({
    event: { facts: { deleted: [someTarget.old?.arn, 'target-1'], kept: ['final_snapshot'] } },
  });
  expect(world.effects).toEqual(['modify deletion_protection of target']);
});

test('what was never made is told of neither as deleted nor as kept', async () => {
  const world = restored();
  world.learn({
    resources: {
      'copy-1': { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 1 },
      'final_snapshot-1': {
        kind: 'cluster-snapshot',
        id: 'final_snapshot',
        role: 'final_snapshot',
        attempt: 1,
      },
    },
  });
  world.snapshots.clear();

  expect(await archive(world)).toMatchObject({
    event: { facts: { deleted: [someTarget.old?.arn, 'target-1'], kept: [] } },
  });
});

test('the copies of earlier attempts go too', async () => {
  const world = restored().addSnapshot(aSnapshot({ id: 'copy-0', tags: madeBy('op-1') }));
  world.learn({ resources: { 'copy-0': snapshot('copy', { id: 'copy-0', attempt: 0 }) } });

  await archive(world);

  expect(world.effects).toContain('delete snapshot copy-0');
});

test('what came with the snapshot, and what became of it, is told at the end', async () => {
  const world = restored();
  const inherited_users = [{ account: 'etl@%', done: 'locked' as const }];
  world.learn({
    inherited: {
      resource_id: 'cluster-NEW',
      users: inherited_users,
      events: [],
      replication: [],
    },
  });

  const answer = await archive(world);

  expect(answer).toMatchObject({ event: { facts: { inherited_users } } });
  expect(JSON.stringify(answer)).not.toContain('inherited_events');
});

test('a new cluster has replaced nothing', async () => {
  const world = restored();
  const { old: _, ...target } = someTarget;
  world.operation = { ...world.operation, target };

  const answer = await archive(world);

  expect(answer).toMatchObject({ event: { facts: { deleted: ['copy'] } } });
  expect(JSON.stringify(answer)).not.toMatch(/replaced_cluster_arn|final_snapshot_id/);
});

test('the way back is the newest snapshot of the old target itself, not of what was restored since', async () => {
  const resource_id = someTarget.old?.resource_id;
  const world = restored().addSnapshot(
    aSnapshot({ id: 'newer', source_resource_id: resource_id, created_at: new Date('2026-01-02') }),
    aSnapshot({
      id: 'of-the-restored',
      source_resource_id: 'cluster-RESTORED',
      created_at: new Date('2026-01-03'),
    }),
  );
  for (const id of ['newer', 'of-the-restored']) {
    world.changeSnapshot(id, { made_by: 'op-1' });
    world.learn({ resources: { [id]: snapshot('final_snapshot', { id }) } });
  }

  expect(await archive(world)).toMatchObject({ event: { facts: { final_snapshot_id: 'newer' } } });
});

test('an old target of which no final snapshot was taken cannot come back', async () => {
  const world = restored();
  world.changeSnapshot('final_snapshot', { made_by: undefined });

  const answer = await archive(world);

  expect(answer).toMatchObject({
    event: { facts: { replaced_cluster_arn: someTarget.old?.arn } },
  });
  expect(JSON.stringify(answer)).not.toContain('final_snapshot_id');
});

test('another cluster under the name is not unprotected', async () => {
  const world = restored();
  world.changeCluster('target', { resource_id: 'cluster-OTHER' });

  await expect(archive(world)).rejects.toMatchObject({ code: 'CLUSTER_VANISHED' });
  expect(world.effects).toEqual([]);
});

import { expect, test } from 'vitest';
import { aCluster, aSnapshot, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import type { Resource } from '../../shared/operation/operation.ts';
import { expectPermits, expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import { ACCOUNT, aDetail, someTarget } from '../../test/fixtures/steps/operation.ts';
import { arnThere, SourceWorld } from '../../test/fixtures/steps/source-world.ts';
import { archiveSnapshot } from './archive-snapshot.ts';
import { leaveSource } from './leave-source.ts';

const share = (id: string): Resource => ({
  kind: 'cluster-snapshot',
  id,
  arn: id,
  role: 'share',
  attempt: 1,
});
const sourceCopy: Resource = {
  kind: 'cluster-snapshot',
  id: 'source-copy',
  arn: arnThere('source-copy'),
  role: 'source_copy',
  attempt: 1,
};

/** A restored cluster, from a copy that was made and shared in the source's account. */
function restored(resources: Record<string, Resource>): SourceWorld {
  const cluster = { kind: 'cluster', id: 'target', role: 'target', attempt: 1 } as const;
  const world = new SourceWorld({
    resources: { ...resources, 'cluster-1': { ...cluster, resource_id: 'cluster-NEW' } },
  })
    .addThere(aSnapshot({ id: 'source-copy', tags: madeBy('op-1') }))
    .addCluster(aCluster({ resource_id: 'cluster-NEW', tags: madeBy('op-1') }));
  for (const { role, id } of Object.values(resources))
    if (role === 'share') world.shares.add(`${id} with ${ACCOUNT}`);
  return world;
}

const both = () =>
  restored({ 'source-copy-1': sourceCopy, 'share-1': share(arnThere('source-copy')) });

const archive = (world: SourceWorld) =>
  archiveSnapshot(
    world.aurora,
    leaveSource(world.sourceAt, ACCOUNT),
  )(world.input(aDetail({ users: [], custom_statements: 0 })));

test('in the end nothing is shared any more, the copy there is gone, and the snapshot stays', async () => {
  const world = both();

  const answer = await archive(world);

  expect(world.effects).toEqual([
    `unshare ${arnThere('source-copy')} with ${ACCOUNT}`,
    'delete there source-copy',
  ]);
  expect(answer).toMatchObject({
    event: {
      facts: {
        deleted: [someTarget.old?.arn, 'target-1', arnThere('source-copy')],
        kept: [],
      },
    },
  });
  expect([...world.there.keys()]).toEqual(['shop-1']);
  expect(world.operation.resources).toMatchObject({
    'share-1': { deleted: true },
    'source-copy-1': { deleted: true },
  });
});

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(both, archive);
});

test('it asks before each change whether it still may', async () => {
  const world = both();

  await archive(world);

  expectPermits(world);
});

test('what the operation did not share stays shared', async () => {
  const world = restored({});
  world.shares.add(`${arnThere('shop-1')} with ${ACCOUNT}`);

  await archive(world);

  expect(world.effects).toEqual([]);
  expect(world.places).toEqual([]);
});

test('what somebody shared once the operation no longer did stays shared', async () => {
  const world = restored({ 'share-1': { ...share(arnThere('shop-1')), deleted: true } });

  await archive(world);

  expect(world.effects).toEqual([]);
});

test('a shared snapshot that is gone meanwhile, or no longer shared, keeps nothing from its end', async () => {
  const gone = restored({ 'share-1': share(arnThere('shop-1')) });
  gone.there.clear();
  const unshared = restored({ 'share-1': share(arnThere('shop-1')) });
  unshared.shares.clear();

  await archive(gone);
  await archive(unshared);

  expect([gone.effects, unshared.effects]).toEqual([[], []]);
  expect(gone.operation.resources).toMatchObject({ 'share-1': { deleted: true } });
});

test('a snapshot there of the copy’s name that is not the operation’s is left alone', async () => {
  const world = both().addThere(aSnapshot({ id: 'source-copy', tags: madeBy('op-2') }));

  await archive(world);

  expect(world.there.has('source-copy')).toBe(true);
});

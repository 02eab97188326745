import { expect, test } from 'vitest';
import { aCluster, anInstance, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import { NotYet } from '../../shared/errors.ts';
import { expectPermits, expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import { aDetail, REGION, someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { createInstances } from './create-instances.ts';

const create = (world: World) =>
  createInstances({ aurora: world.aurora, operations: world.operations, region: REGION })(
    world.input(
      aDetail({
        target_cluster_id: 'target',
        cluster_arn: aCluster().arn,
        cluster_resource_id: 'cluster-NEW',
      }),
    ),
  );

/** A restored cluster that is to have so many instances. */
const restored = (instance_count = 1) =>
  new World({
    target: {
      ...someTarget,
      settings: { ...someSettings, instance_count, tags: { team: 'shop' } },
    },
  }).addCluster(aCluster({ resource_id: 'cluster-NEW', tags: madeBy('op-1') }));

/** As the wrapper does: it is called again until it is done, and meanwhile the writer comes up. */
async function createAll(world: World) {
  for (let round = 0; round < 3; round++) {
    const answer = await create(world);
    if (answer.kind === 'done') return answer;
    world.changeInstance('target-1', { status: 'available' });
  }
  throw new Error('it is never done');
}

const started = (...instance_ids: string[]) => ({
  kind: 'done',
  event: {
    name: 'InstanceCreationStarted',
    facts: { target_cluster_id: 'target', instance_ids },
  },
  learnt: {},
});

test('a single instance is created, and not waited for', async () => {
  const world = restored();

  expect(await create(world)).toEqual(started('target-1'));
  expect(world.effects).toEqual(['create target-1 in target']);
});

test('an instance is written down and correlated before it is created', async () => {
  const world = restored();

  await create(world);

  expect(world.did).toEqual([
    'look at cluster target',
    'look at instance target-1',
    'record instance-target-1',
    'correlate db target-1 with target',
    'permit',
    'create target-1 in target',
    'look at instance target-1',
  ]);
});

test('the readers wait until the writer is available', async () => {
  const world = restored(3);

  expect(await create(world)).toEqual({
    kind: 'check-again',
    reason: 'writer target-1 is creating',
  });
  expect(world.effects).toEqual(['create target-1 in target']);

  world.changeInstance('target-1', { status: 'available' });

  expect(await create(world)).toEqual(started('target-1', 'target-2', 'target-3'));
  expect(world.effects).toEqual([
    'create target-1 in target',
    'create target-2 in target',
    'create target-3 in target',
  ]);
});

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(() => restored(3), createAll);
});

test('it asks before each creation whether it still may', async () => {
  const world = restored(3);

  await createAll(world);

  expectPermits(world);
});

test('what is created is as it was asked for', async () => {
  const world = restored();

  await create(world);

  expect(await world.aurora.instance('target-1')).toMatchObject({
    cluster_id: 'target',
    instance_class: 'db.r6g.large',
    tags: { team: 'shop', ...madeBy('op-1') },
  });
});

test('planned instances are created as they are planned', async () => {
  const world = restored();
  const planned = [
    { id: 'own-name', instance_class: 'db.r6g.large', promotion_tier: 0, monitoring_interval: 60 },
    { id: 'reader', instance_class: 'db.serverless', availability_zone: 'eu-west-1b', tags: {} },
  ];
  const { target } = world.operation;
  world.operation = {
    ...world.operation,
    ...(target && { target: { ...target, instances: planned } }),
  };

  await create(world);
  world.changeInstance('own-name', { status: 'available' });

  expect(await create(world)).toEqual(started('own-name', 'reader'));
  for (const one of planned) expect((await world.aurora.instance(one.id))?.settings).toEqual(one);
});

test.each(['failed', 'incompatible-network', 'storage-full'])(
  'a writer that is %s stops the readers',
  async (status) => {
    const world = restored(2);
    await create(world);
    world.changeInstance('target-1', { status });

    await expect(create(world)).rejects.toMatchObject({ code: 'INSTANCE_FAILED' });
    expect(world.effects).toEqual(['create target-1 in target']);
  },
);

test.each([
  ['of another operation', { tags: madeBy('op-0') }],
  ['of another cluster', { tags: madeBy('op-1'), cluster_id: 'another' }],
  ['of somebody else', { tags: {} }],
])('an instance %s under the name stops it', async (_, other) => {
  const world = restored();
  world.changeInstance('target-1', anInstance('target-1', other));

  await expect(create(world)).rejects.toMatchObject({ code: 'TARGET_NAME_TAKEN' });
  expect(world.effects).toEqual([]);
});

test('an old instance that is still going is waited for', async () => {
  const world = restored();
  world.changeInstance('target-1', anInstance('target-1', { status: 'deleting' }));

  await expect(create(world)).rejects.toThrow(NotYet);
});

test('an instance that RDS does not show yet is looked for again', async () => {
  const world = restored();
  world.meanwhile = (call) => {
    if (call === 'look at instance target-1') world.removeInstance('target-1');
  };

  await expect(create(world)).rejects.toThrow(NotYet);
});

test('a cluster that is gone, or another one, gets no instances', async () => {
  const gone = restored();
  gone.clusters.clear();
  const another = restored();
  another.changeCluster('target', { resource_id: 'cluster-OTHER' });

  for (const world of [gone, another]) {
    await expect(create(world)).rejects.toMatchObject({ code: 'CLUSTER_VANISHED' });
    expect(world.effects).toEqual([]);
  }
});

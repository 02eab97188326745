import { expect, test } from 'vitest';
import { aCluster, aSnapshot, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { expectPermits, expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import {
  aDetail,
  someSettings,
  someSnapshot,
  someTarget,
} from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { restoreSnapshot } from './restore-snapshot.ts';

const cleared = () => new World({ restore_from: aSnapshot().arn });

const restore = (world: World) =>
  restoreSnapshot({ aurora: world.aurora, isolationGroup: 'sg-isolation' })(
    world.input(aDetail({ target_cluster_id: 'target' })),
  );

test('a cluster is written down before it is restored', async () => {
  const world = cleared();

  await restore(world);

  expect(world.did).toEqual([
    'record cluster-1',
    'permit',
    `restore target from ${aSnapshot().arn}`,
    'look at cluster target',
  ]);
});

test('a restore that has begun is told of, and the very cluster is remembered', async () => {
  const { arn } = aCluster();

  expect(await restore(cleared())).toEqual({
    kind: 'done',
    event: {
      name: 'ClusterRestoreStarted',
      facts: {
        target_cluster_id: 'target',
        cluster_arn: arn,
        cluster_resource_id: 'cluster-NEW',
      },
    },
    learnt: {
      resources: {
        'cluster-1': {
          kind: 'cluster',
          id: 'target',
          role: 'target',
          attempt: 1,
          arn,
          resource_id: 'cluster-NEW',
        },
      },
    },
  });
});

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(cleared, restore);
});

test('it asks before it restores whether it still may', async () => {
  const world = cleared();

  await restore(world);

  expectPermits(world);
});

test('a copy is restored from where there is one', async () => {
  const world = new World({ restore_from: 'arn:copy' });

  await restore(world);

  expect(world.effects).toEqual(['restore target from arn:copy']);
});

/** A restore, as RDS is asked for it. */
async function asked(operation: Partial<Operation>) {
  const world = new World({ restore_from: aSnapshot().arn, ...operation });
  await restore(world);
  return world.restores[0];
}

test.each([
  ['an unencrypted snapshot is encrypted as it is restored', undefined, 'key'],
  ['an encrypted snapshot, or its copy, has its key already', 'arn:key', undefined],
])('%s', async (_, has, given) => {
  const { kms_key_id: __, ...unencrypted } = someSnapshot;

  const restored = await asked({
    snapshot: { ...unencrypted, ...(has && { kms_key_id: has }) },
    target: { ...someTarget, settings: { ...someSettings, kms_key_id: 'key' } },
  });

  expect(restored?.kms_key_id).toBe(given);
});

test('nobody but the pipeline reaches the cluster at first', async () => {
  const settings = { ...someSettings, vpc_security_group_ids: ['sg-applications'] };

  const restored = await asked({ target: { ...someTarget, settings } });

  expect(restored?.vpc_security_group_ids).toEqual(['sg-isolation']);
});

test('a cluster whose groups nobody wrote down is left with those that RDS gives it', async () => {
  expect((await asked({}))?.vpc_security_group_ids).toBeUndefined();
});

test('a cluster of that name that is not the operation’s stops it', async () => {
  const world = cleared().addCluster(aCluster({ tags: madeBy('op-2') }));

  await expect(restore(world)).rejects.toMatchObject({ code: 'TARGET_NAME_TAKEN' });
});

test('a cluster that RDS does not show yet is looked for again', async () => {
  const world = cleared();
  world.meanwhile = (call) => {
    if (call === 'look at cluster target') world.clusters.clear();
  };

  expect(await restore(world)).toMatchObject({ kind: 'check-again' });
});

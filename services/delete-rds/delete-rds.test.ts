import { expect, test } from 'vitest';
import {
  aCluster,
  anInstance,
  aSnapshot,
  madeBy,
  madeIn,
  managed,
} from '../../shared/aurora/aurora.fixture.ts';
import type { Cluster } from '../../shared/aurora/cluster.ts';
import type { AllowedTarget } from '../../shared/configuration/configuration.ts';
import { NotYet, StepFailure } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { expectPermits, expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import { aDetail, REGION, someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { deleteRds } from './delete-rds.ts';

const finalId = 'aurora-restore-op-1-final-1';

const remove = (world: World, allowed: readonly AllowedTarget[] = []) =>
  deleteRds({
    aurora: world.aurora,
    lookAtKey: world.lookAtKey,
    operations: world.operations,
    configuration: { environment: 'dev', allowed_targets: [...allowed] },
    region: REGION,
  })(world.input(aDetail({ snapshot_arn: aSnapshot().arn, copied: false })));

/** A target with a writer and two readers, listed as RDS happens to list them. */
function standing(more: Partial<Cluster> = {}, operation: Partial<Operation> = {}): World {
  const instances = [
    { id: 'reader-a', writer: false },
    { id: 'writer', writer: true },
    { id: 'reader-b', writer: false },
  ];
  return new World(operation).addCluster(
    aCluster({ instances, ...more }),
    ...instances.map(({ id }) => anInstance(id)),
  );
}

const withoutSnapshot: Partial<Operation> = {
  target: { ...someTarget, settings: { ...someSettings, final_snapshot: false } },
};

const taken = (status = 'available') =>
  aSnapshot({
    id: finalId,
    status,
    source_resource_id: aCluster().resource_id,
    tags: madeBy('op-1'),
  });

/** A target whose final snapshot is there already. */
const saved = (more: Partial<Cluster> = {}) => standing(more).addSnapshot(taken());

const deletions = [
  'delete instance reader-a',
  'delete instance reader-b',
  'delete instance writer',
  'delete cluster target',
];

const started = (final_snapshot_id: string | undefined) => ({
  kind: 'done',
  event: {
    name: 'TargetDeletionStarted',
    facts: {
      target_cluster_id: 'target',
      cluster_resource_id: 'cluster-OLD',
      ...(final_snapshot_id && { final_snapshot_id }),
    },
  },
});

test('where nothing stands there is nothing to delete', async () => {
  const world = new World();

  expect(await remove(world)).toMatchObject({
    event: { name: 'TargetCleared', facts: { target_cluster_id: 'target' } },
  });
  expect(world.effects).toEqual([]);
});

test('first the final snapshot is taken, and nothing is deleted before it is available', async () => {
  const world = standing();

  expect(await remove(world)).toEqual({
    kind: 'check-again',
    reason: `final snapshot ${finalId} is being taken`,
    progress: undefined,
  });
  expect(world.effects).toEqual([`take ${finalId} of target`]);
});

test('a final snapshot is written down and correlated before it is taken', async () => {
  const world = standing();

  await remove(world);

  const since = world.did.indexOf(`record final_snapshot-${finalId}`);
  expect(world.did.slice(since, since + 4)).toEqual([
    `record final_snapshot-${finalId}`,
    `correlate cluster-snapshot ${finalId} with target`,
    'permit',
    `take ${finalId} of target`,
  ]);
});

test('a redrive takes the final snapshot again: the one before may be days old', async () => {
  const reopened = { reopened_at: '2026-01-03T04:05:06.000Z' };
  const world = standing({}, reopened).addSnapshot(taken());

  expect(await remove(world)).toMatchObject({ kind: 'check-again' });

  expect(world.effects).toEqual(['take aurora-restore-op-1-final-20260103040506000-1 of target']);
});

/** What an earlier attempt of this operation restored. */
const ofEarlierAttempt = (status: string, ...ids: readonly string[]) =>
  new World({
    attempt: 2,
    resources: {
      'cluster-1': {
        kind: 'cluster',
        id: 'target',
        role: 'target',
        attempt: 1,
        resource_id: 'cluster-FIRST',
      },
    },
  }).addCluster(
    aCluster({
      resource_id: 'cluster-FIRST',
      status,
      deletion_protection: true,
      tags: madeBy('op-1'),
    }),
    ...ids.map((id) => anInstance(id, { tags: madeBy('op-1') })),
  );

test('what an earlier attempt restored, and what broke at once, is deleted without a snapshot of it', async () => {
  const world = ofEarlierAttempt('restore-error');

  await remove(world);
  await remove(world);

  expect(world.effects).toEqual(['unprotect target', 'delete cluster target']);
});

test('what an earlier attempt restored is saved first where it is available', async () => {
  const world = ofEarlierAttempt('available');

  expect(await remove(world)).toMatchObject({ kind: 'check-again' });

  expect(world.effects.filter((effect) => !effect.startsWith('take '))).toEqual([]);
});

test('what an earlier attempt restored is not deleted unsaved where it had an instance', async () => {
  const world = ofEarlierAttempt('restore-error', 'target-1');

  await expect(remove(world)).rejects.toMatchObject({ code: 'FINAL_SNAPSHOT_FAILED' });

  expect(world.effects).toEqual([]);
});

test('a redrive waits for the final snapshot that is still being taken, and begins no other', async () => {
  const world = standing({ status: 'backing-up' }, { reopened_at: '2026-01-03T04:05:06.000Z' });
  world.addSnapshot(taken('creating'));
  world.learn({
    resources: {
      [`final_snapshot-${finalId}`]: {
        kind: 'cluster-snapshot',
        id: finalId,
        role: 'final_snapshot',
        attempt: 1,
      },
    },
  });

  expect(await remove(world)).toMatchObject({ kind: 'check-again' });
  world.changeSnapshot(finalId, { status: 'available' });
  world.changeCluster('target', { status: 'available' });

  expect(await remove(world)).toMatchObject(started(finalId));
  expect(world.effects).toEqual(deletions);
});

test('a snapshot of another cluster does not pass as the final one, whatever its name and tags', async () => {
  const world = standing().addSnapshot({ ...taken(), source_resource_id: 'cluster-OTHER' });

  await expect(remove(world)).rejects.toMatchObject({ code: 'TARGET_NAME_TAKEN' });

  expect(world.effects).toEqual([]);
});

test('then readers, writer and cluster are deleted', async () => {
  const world = saved();

  expect(await remove(world)).toMatchObject(started(finalId));
  expect(world.effects).toEqual(deletions);
});

test('a request may do without the final snapshot', async () => {
  const world = standing({}, withoutSnapshot);

  expect(await remove(world)).toMatchObject(started(undefined));
  expect(world.effects).toEqual(deletions);
});

test('it asks before each change whether it still may', async () => {
  const unsaved = standing();
  const protectedOne = saved({ deletion_protection: true });

  await remove(unsaved);
  await remove(protectedOne, [{ cluster_id: 'target', lift_protection: true }]);

  expectPermits(unsaved);
  expectPermits(protectedOne);
});

/** As the wrapper does: it is called again until it is done. RDS takes one look's time for a snapshot. */
async function removeAll(world: World, allowed: readonly AllowedTarget[] = []) {
  for (let round = 0; round < 3; round++) {
    const answer = await remove(world, allowed);
    if (answer.kind === 'done') return answer;
    world.changeSnapshot(finalId, { status: 'available' });
  }
  throw new Error('it is never done');
}

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(standing, removeAll);
});

test('with protection to lift, too, it may die anywhere and be delivered again', async () => {
  const allowed = [{ cluster_id: 'target', lift_protection: true }];

  await expectRepeatable(
    () => standing({ deletion_protection: true }),
    (world) => removeAll(world, allowed),
  );
});

test('a cluster that is on its way already is not deleted again', async () => {
  const world = saved({ status: 'deleting' });
  const role = 'final_snapshot';
  world.learn({
    resources: {
      [`final_snapshot-${finalId}`]: { kind: 'cluster-snapshot', id: finalId, role, attempt: 1 },
    },
  });

  expect(await remove(world)).toMatchObject(started(finalId));
  expect(world.effects).toEqual([]);
});

test('a cluster that somebody else deletes meanwhile is not deleted again', async () => {
  const world = saved();
  world.meanwhile = () => {
    if (world.effects.length === 3) world.changeCluster('target', { status: 'deleting' });
  };

  expect(await remove(world)).toMatchObject(started(finalId));
  expect(world.effects).toEqual(deletions.slice(0, 3));
});

test('a final snapshot that is there is not taken again, whatever the cluster is doing', async () => {
  const world = saved({ status: 'modifying' });

  await remove(world);

  expect(world.did).not.toContain(`take ${finalId} of target`);
  expect(world.effects).toEqual(deletions);
});

test('an instance that is on its way already is not deleted again', async () => {
  const world = saved();
  world.changeInstance('reader-a', { status: 'deleting' });

  await remove(world);

  expect(world.effects).toEqual(deletions.slice(1));
});

test('the final snapshot waits while the cluster is busy', async () => {
  const world = standing({ status: 'modifying' });

  expect(await remove(world)).toMatchObject({
    kind: 'check-again',
    reason: 'target is modifying; its final snapshot must wait',
  });
  expect(world.effects).toEqual([]);
});

test('what is broken is not deleted unsaved', async () => {
  const world = standing({ status: 'inaccessible-encryption-credentials' });

  await expect(remove(world)).rejects.toMatchObject({ code: 'FINAL_SNAPSHOT_FAILED' });
  expect(world.effects).toEqual([]);
});

test('what is broken is deleted where the request says that it need not be saved', async () => {
  const world = standing({ status: 'failed' }, withoutSnapshot);

  await remove(world);

  expect(world.effects).toEqual(deletions);
});

test('a final snapshot that is being taken is waited for', async () => {
  const world = standing().addSnapshot({ ...taken('creating'), progress: 20 });

  expect(await remove(world)).toMatchObject({ kind: 'check-again', progress: 20 });
  expect(world.effects).toEqual([]);
});

test('a final snapshot that RDS does not show yet is looked for again', async () => {
  const world = standing();
  world.meanwhile = () => void world.snapshots.delete(finalId);

  expect(await remove(world)).toMatchObject({
    kind: 'check-again',
    reason: `final snapshot ${finalId} is on its way`,
  });
});

test.each(['failed', 'deleting'])(
  'a final snapshot that is %s stops everything',
  async (status) => {
    const world = standing().addSnapshot(taken(status));

    await expect(remove(world)).rejects.toMatchObject({ code: 'FINAL_SNAPSHOT_FAILED' });
    expect(world.effects).toEqual([]);
  },
);

test('a snapshot of that name that is not the operation’s stops everything', async () => {
  const world = standing().addSnapshot(aSnapshot({ id: finalId, tags: madeBy('op-2') }));

  await expect(remove(world)).rejects.toMatchObject({ code: 'TARGET_NAME_TAKEN' });
  expect(world.effects).toEqual([]);
});

test('a cluster that gets an instance meanwhile is not deleted with it', async () => {
  const world = saved();
  world.meanwhile = (call) => {
    if (call === 'delete instance writer') world.changeInstance('late', { cluster_id: 'target' });
  };

  await expect(remove(world)).rejects.toThrow(NotYet);
  expect(world.effects).toEqual(deletions.slice(0, 3));
});

test('an instance that has left the cluster meanwhile is not deleted elsewhere', async () => {
  const world = saved();
  world.meanwhile = (call) => {
    if (call === 'delete instance reader-a')
      world.changeInstance('reader-b', { cluster_id: 'another' });
  };

  await remove(world);

  expect(world.effects).not.toContain('delete instance reader-b');
});

test('protection is lifted where the deployment allows it, after the final snapshot', async () => {
  const world = saved({ deletion_protection: true });

  await remove(world, [{ cluster_id: 'target', lift_protection: true }]);

  expect(world.effects).toEqual(['unprotect target', ...deletions]);
});

test('protection that is not off yet is waited for', async () => {
  const world = saved({ deletion_protection: true });
  world.meanwhile = (call) => {
    if (call.startsWith('look at cluster'))
      world.changeCluster('target', { deletion_protection: true });
  };

  const answer = await remove(world, [{ cluster_id: 'target', lift_protection: true }]);

  expect(answer).toMatchObject({ kind: 'check-again' });
  expect(world.effects).toEqual(['unprotect target']);
});

test('what an earlier attempt restored is deleted, though the pipeline protects it', async () => {
  const world = standing(
    { resource_id: 'cluster-NEW', deletion_protection: true, tags: madeBy('op-1') },
    {
      attempt: 2,
      resources: {
        'cluster-1': {
          kind: 'cluster',
          id: 'target',
          role: 'target',
          attempt: 1,
          resource_id: 'cluster-NEW',
        },
      },
      ...withoutSnapshot,
    },
  );

  expect(await remove(world)).toMatchObject({ event: { name: 'TargetDeletionStarted' } });
});

/** How a target may turn into one that must not be touched, and what is said then. */
const violations: [code: string, happens: (world: World) => void][] = [
  ['TARGET_CHANGED', (world) => world.changeCluster('target', { resource_id: 'cluster-OTHER' })],
  ['TARGET_IS_SOURCE', (world) => world.changeCluster('target', { resource_id: 'cluster-SOURCE' })],
  ['TARGET_NOT_MANAGED', (world) => world.changeCluster('target', { tags: {} })],
  ['TARGET_NOT_MANAGED', (world) => world.changeInstance('reader-b', { tags: {} })],
  ['TARGET_NOT_MANAGED', (world) => world.changeInstance('reader-b', { tags: madeIn('another') })],
  ['TARGET_PROTECTED', (world) => world.changeCluster('target', { deletion_protection: true })],
  [
    'TARGET_IN_GLOBAL_CLUSTER',
    (world) => world.changeCluster('target', { global_cluster_id: 'g' }),
  ],
  ['TARGET_STOPPED', (world) => world.changeCluster('target', { status: 'stopping' })],
  ['SNAPSHOT_NOT_FOUND', (world) => void world.snapshots.delete('shop-1')],
  ['SNAPSHOT_NOT_AVAILABLE', (world) => world.changeSnapshot('shop-1', { status: 'deleting' })],
];

/** The same of what was saved, once it is. */
const losses: [code: string, happens: (world: World) => void][] = [
  ['FINAL_SNAPSHOT_FAILED', (world) => void world.snapshots.delete(finalId)],
  ['FINAL_SNAPSHOT_FAILED', (world) => world.changeSnapshot(finalId, { status: 'failed' })],
  ['TARGET_NAME_TAKEN', (world) => world.changeSnapshot(finalId, { made_by: undefined })],
];

test.each(violations)('%s: nothing is touched', async (code, happens) => {
  const world = saved();
  happens(world);

  await expect(remove(world)).rejects.toMatchObject({ code });
  expect(world.effects).toEqual([]);
});

test.each(
  [...violations, ...losses].flatMap(([code, happens]) =>
    deletions.slice(1).map((deletion, index) => ({ code, happens, deletion, done: index + 1 })),
  ),
)('$code right before "$deletion": it is not carried out', async ({ code, happens, done }) => {
  const world = saved();
  world.meanwhile = () => {
    if (world.effects.length === done) happens(world);
  };

  await expect(remove(world)).rejects.toMatchObject({ code });
  expect(world.effects).toEqual(deletions.slice(0, done));
});

test.each(violations.filter(([code]) => !/PROTECTED|MANAGED/.test(code)))(
  '%s right before the protection is lifted: it stays',
  async (code, happens) => {
    const world = saved({ deletion_protection: true });
    world.meanwhile = (call) => {
      if (call === `look at snapshot ${finalId}`) happens(world);
    };

    await expect(
      remove(world, [{ cluster_id: 'target', lift_protection: true }]),
    ).rejects.toMatchObject({ code });
    expect(world.effects).toEqual([]);
  },
);

test('a target on the allow-list needs no tags', async () => {
  const world = saved({ tags: {} });
  for (const id of ['reader-a', 'reader-b', 'writer']) world.changeInstance(id, { tags: {} });

  await remove(world, [
    { cluster_id: 'target', instance_ids: ['reader-*', 'writer'], lift_protection: false },
  ]);

  expect(world.effects).toEqual(deletions);
});

test('a target that is gone meanwhile is not looked for', async () => {
  const world = saved({ tags: managed });
  world.meanwhile = () => {
    if (world.effects.length === 3) world.clusters.delete('target');
  };

  expect(await remove(world)).toMatchObject(started(finalId));
  expect(world.effects).toEqual(deletions.slice(0, 3));
});

test.each([
  ['that of the snapshot', undefined],
  ['that which encrypts an unencrypted snapshot', 'arn:aws:kms:eu-west-1:123456789012:key/second'],
])('a key that can no longer be used stops it before each deletion: %s', async (_, wanted) => {
  const key = wanted ?? aSnapshot().kms_key_id ?? '';
  const settings = {
    ...someSettings,
    final_snapshot: false,
    ...(wanted && { kms_key_id: wanted }),
  };
  const world = standing({}, { target: { ...someTarget, settings } });
  if (wanted) world.changeSnapshot('shop-1', { kms_key_id: undefined });
  world.meanwhile = (call) => {
    if (call === 'delete instance reader-a') world.keyProblems.set(key, 'KEY_DISABLED');
  };

  await expect(remove(world)).rejects.toMatchObject({
    code: 'KEY_DISABLED',
    message: expect.stringContaining(key),
  });

  expect(world.effects).toEqual(['delete instance reader-a']);
});

const liftable = [{ cluster_id: 'target', lift_protection: true }];

test('where the deletion fails with the old cluster whole, its protection is put back', async () => {
  const world = saved({ deletion_protection: true });
  wasProtected(world);
  world.meanwhile = (call) => {
    if (call === 'unprotect target') world.snapshots.delete('shop-1');
  };

  await expect(remove(world, liftable)).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });

  expect(world.effects).toEqual(['unprotect target', 'protect target']);
});

test('where protection cannot be put back, the failure says so', async () => {
  const world = saved({ deletion_protection: true });
  wasProtected(world);
  world.meanwhile = (call) => {
    if (call === 'unprotect target') world.snapshots.delete('shop-1');
    if (call === 'protect target') throw new StepFailure('NOT_PERMITTED', 'denied');
  };

  await expect(remove(world, liftable)).rejects.toMatchObject({
    code: 'SNAPSHOT_NOT_FOUND',
    message: expect.stringContaining('could not be put back'),
  });
});

test('an old cluster that is half deleted is not protected again', async () => {
  const world = saved({ deletion_protection: true });
  wasProtected(world);
  world.meanwhile = (call) => {
    if (call === 'delete instance reader-a') world.snapshots.delete('shop-1');
  };

  await expect(remove(world, liftable)).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });

  expect(world.effects).not.toContain('protect target');
});

/** As the request was checked. */
function wasProtected(world: World): void {
  const { target } = world.operation;
  const instances = ['reader-a', 'writer', 'reader-b'].map((id) => ({
    id,
    instance_class: 'db.r6g.large',
    writer: id === 'writer',
  }));
  if (target?.old)
    world.operation = {
      ...world.operation,
      target: { ...target, old: { ...target.old, deletion_protection: true, instances } },
    };
}

import { type SnapshotReady, TargetCleared, TargetDeletionStarted } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Cluster, Instance } from '../../shared/aurora/cluster.ts';
import { guardTarget, madeBy } from '../../shared/aurora/guards.ts';
import type { LookAtKey } from '../../shared/aurora/keys.ts';
import { stateOf } from '../../shared/aurora/status.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';
import { finalSnapshot, finalSnapshotOf, stillSaved } from './final-snapshot.ts';
import { protectAgain } from './protect-again.ts';

interface Dependencies {
  readonly aurora: Pick<
    Aurora,
    | 'cluster'
    | 'instances'
    | 'snapshot'
    | 'takeSnapshot'
    | 'protect'
    | 'deleteInstance'
    | 'deleteCluster'
  >;
  readonly lookAtKey: LookAtKey;
  readonly operations: Pick<Operations, 'correlate'>;
  readonly configuration: Pick<Configuration, 'allowed_targets' | 'environment'>;
  readonly region: string;
}

/**
 * Clears the target's name: a final snapshot, then readers, writer and cluster. Every guard is read
 * again right before each deletion, and the snapshot to be restored must still be there, its key usable.
 */
export const deleteRds =
  (
    world: Dependencies,
  ): Business<typeof SnapshotReady, typeof TargetDeletionStarted | typeof TargetCleared> =>
  async (input) => {
    try {
      return await clear(world, input);
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      throw await protectAgain(world.aurora, input, error);
    }
  };

async function clear(world: Dependencies, input: StepInput<SnapshotReady>) {
  const { operation, permit } = input;
  const { cluster_id, settings } = learnt(operation, 'target');
  const target = await look(world, input);
  if (!target) return done(TargetCleared.with({ target_cluster_id: cluster_id }));
  const started = (final_snapshot_id: string | undefined) =>
    done(
      TargetDeletionStarted.with({
        target_cluster_id: cluster_id,
        cluster_resource_id: target.cluster.resource_id,
        final_snapshot_id,
      }),
    );
  if (target.cluster.status === 'deleting') return started(finalSnapshotOf(operation));

  const final =
    settings.final_snapshot && !isStillborn(target, operation)
      ? await finalSnapshot(world, input, target.cluster)
      : undefined;
  if (final?.kind === 'check-again') return final;
  const unlessGone = (remove: (target: Target) => Promise<void>) =>
    ifAllHolds(world, input, final?.id, remove);

  if (target.cluster.deletion_protection) {
    await unlessGone(async () => world.aurora.protect(await permit(), cluster_id, false));
    if ((await look(world, input))?.cluster.deletion_protection)
      return checkAgain(`the deletion protection of ${cluster_id} is being lifted`);
  }
  for (const { id } of writerLast(target))
    await unlessGone(async ({ instances }) => {
      const instance = instances.find((one) => one.id === id);
      if (instance && instance.status !== 'deleting')
        await world.aurora.deleteInstance(await permit(), id);
    });
  await unlessGone(async ({ cluster }) => {
    if (cluster.status !== 'deleting') await world.aurora.deleteCluster(await permit(), cluster_id);
  });
  return started(final?.id ?? finalSnapshotOf(operation));
}

interface Target {
  readonly cluster: Cluster;
  readonly instances: readonly Instance[];
}

/**
 * What an earlier attempt of this operation restored, and what broke before anybody could connect to
 * it: RDS takes no snapshot of it, and it holds nothing that the snapshot does not.
 */
const isStillborn = ({ cluster, instances }: Target, operation: Operation): boolean =>
  madeBy(operation, cluster) && instances.length === 0 && stateOf(cluster.status) === 'broken';

/** The target as it is now, every guard passed; `undefined` where nothing stands there. */
async function look(
  { aurora, lookAtKey, configuration }: Dependencies,
  { operation, event }: StepInput<SnapshotReady>,
): Promise<Target | undefined> {
  const { cluster_id, settings } = learnt(operation, 'target');
  const source = learnt(operation, 'snapshot');
  const snapshot = await aurora.snapshot(event.snapshot_arn);
  if (snapshot?.status !== 'available')
    throw new StepFailure(
      snapshot ? 'SNAPSHOT_NOT_AVAILABLE' : 'SNAPSHOT_NOT_FOUND',
      `snapshot ${event.snapshot_arn}, from which to restore, is ${snapshot?.status ?? 'gone'}`,
    );
  /** The key of what is to be restored; an unencrypted snapshot is encrypted as it is restored. */
  const keyId = snapshot.kms_key_id ?? settings.kms_key_id;
  const key = keyId && (await lookAtKey(keyId, `snapshot ${snapshot.id}, from which to restore`));
  if (key && 'code' in key) throw new StepFailure(key.code, key.message);
  const cluster = await aurora.cluster(cluster_id);
  if (!cluster) return undefined;
  const instances = await aurora.instances(cluster_id);
  guardTarget(cluster, instances, {
    operation,
    snapshot: source,
    allowed: configuration.allowed_targets,
    environment: configuration.environment,
  });
  return { cluster, instances };
}

/** Looks once more, and lets the deletion happen only if everything still holds. */
async function ifAllHolds(
  world: Dependencies,
  input: StepInput<SnapshotReady>,
  finalSnapshotId: string | undefined,
  remove: (target: Target) => Promise<void>,
): Promise<void> {
  const target = await look(world, input);
  if (!target) return;
  if (finalSnapshotId !== undefined)
    await stillSaved(world.aurora, input.operation, target.cluster, finalSnapshotId);
  await remove(target);
}

/** Readers first: deleting the writer before them would only cause failovers. */
const writerLast = ({ cluster, instances }: Target): readonly Instance[] => {
  const isWriter = ({ id }: Instance) =>
    cluster.instances.some((member) => member.id === id && member.writer);
  return [...instances].sort((a, b) => Number(isWriter(a)) - Number(isWriter(b)));
};

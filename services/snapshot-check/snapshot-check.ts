import type { RestoreRequested } from '../../events/index.ts';
import { SnapshotVerified } from '../../events/index.ts';
import type { RestoreRequest } from '../../events/restore-request.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Cluster, ClusterSnapshot, Instance } from '../../shared/aurora/cluster.ts';
import { guardTarget } from '../../shared/aurora/guards.ts';
import type { KeyProblem, LookAtKey } from '../../shared/aurora/keys.ts';
import type { MissingReferences } from '../../shared/aurora/references.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { MasterLogin } from '../../shared/database/master-login.ts';
import { Rejection, StepFailure } from '../../shared/errors.ts';
import {
  claimIsAlive,
  type OldTarget,
  type Operation,
  type Snapshot,
} from '../../shared/operation/operation.ts';
import {
  HeldByAnother,
  type Operations,
  type ResourceKey,
} from '../../shared/operation/operations.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { findSnapshot, wanted } from './find-snapshot.ts';
import { impossible, unsuitable } from './impossible.ts';
import { type NeededKeys, neededKeys } from './needed-keys.ts';
import { settingsFor } from './settings-for.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'cluster' | 'instances' | 'snapshot' | 'snapshotsOf'>;
  readonly missingReferences: MissingReferences;
  readonly lookAtKey: LookAtKey;
  readonly operations: Pick<Operations, 'hold' | 'holder' | 'read'>;
  readonly masterLogin: MasterLogin;
  readonly configuration: Pick<Configuration, 'defaults' | 'allowed_targets' | 'environment'>;
  readonly region: string;
}

/**
 * Decides whether a request can be carried out, takes the target for its operation, and writes down
 * what it saw: the snapshot, the old target, and how the new cluster will be.
 */
export const snapshotCheck =
  (world: Dependencies): Business<typeof RestoreRequested, typeof SnapshotVerified> =>
  async ({ operation, event: request, now }) => {
    const { aurora, configuration, region } = world;
    const found = await findSnapshot(aurora, request);
    const asked = settingsFor(request, configuration.defaults, found?.engine_version);
    const reasons = [
      ...impossible(request, asked, region),
      ...(found ? unsuitable(found, request) : []),
    ];
    if (reasons.length > 0) throw new Rejection(reasons);
    if (!found) throw new StepFailure('SNAPSHOT_NOT_FOUND', `there is no ${wanted(request)}`);
    if (found.status === 'creating' || found.status === 'copying')
      return checkAgain(`snapshot ${found.id} is ${found.status}`, { progress: found.progress });
    if (found.status !== 'available')
      throw new StepFailure('SNAPSHOT_NOT_AVAILABLE', `snapshot ${found.id} is ${found.status}`);
    const keys = await neededKeys(world.lookAtKey, found, asked.kms_key_id);
    refuseMissing(keys.problems, await world.missingReferences(found.engine, asked));
    /** By its ARN: an alias may mean another key by the time it is used. */
    const settings = { ...asked, ...(keys.wanted !== undefined && { kms_key_id: keys.wanted }) };
    await world.masterLogin.read();
    const target = { kind: 'cluster', region, id: request.target_cluster_id } as const;
    await refuseHeld(world.operations, operation, target, now());
    /** Before it takes the target: what it may not replace stays with whoever has restored it. */
    await lookAtTarget(world, operation, request, found);
    await hold(world.operations, operation, target, now());
    const old = await lookAtTarget(world, operation, request, found);
    const deletion_protection =
      request.deletion_protection ?? (settings.deletion_protection || wasProtected(operation, old));
    return done(
      SnapshotVerified.with({
        snapshot_arn: found.arn,
        engine_version: settings.engine_version,
        copy_required: needsCopy(keys),
        target_cluster_id: request.target_cluster_id,
        target_exists: old !== undefined,
      }),
      {
        snapshot: snapshotOf(found),
        target: {
          cluster_id: request.target_cluster_id,
          settings: { ...settings, deletion_protection },
          ...(old && { old }),
        },
      },
    );
  };

/**
 * Only an encrypted snapshot is copied under another key: an unencrypted one cannot be, but it is
 * encrypted as it is restored.
 */
const needsCopy = ({ own, wanted }: Pick<NeededKeys, 'own' | 'wanted'>) =>
  own !== undefined && wanted !== undefined && wanted !== own;

/**
 * What is lifted so that the target can be deleted is put back at the end. What this very operation
 * restored in an earlier attempt is protected by the pipeline: there it counts what was decided then.
 */
const wasProtected = ({ resources, target }: Operation, old: OldTarget | undefined): boolean =>
  old !== undefined &&
  (Object.values(resources).some(({ resource_id }) => resource_id === old.resource_id)
    ? (target?.settings.deletion_protection ?? false)
    : old.deletion_protection);

/** A misspelt group or an unusable key must not cost the old target: RDS would tell only after it is gone. */
function refuseMissing(
  keys: readonly KeyProblem[],
  references: Awaited<ReturnType<MissingReferences>>,
): void {
  const [first] = [...keys, ...references];
  if (!first) return;
  const told = [...keys, ...references].map(({ message }) => message).join('; ');
  throw new StepFailure('code' in first ? first.code : 'REFERENCE_NOT_FOUND', told);
}

/** Whoever is at work on the target is told of first: nothing else that is seen of it is of use. */
async function refuseHeld(
  operations: Dependencies['operations'],
  { operation_id }: Operation,
  target: ResourceKey,
  now: Date,
): Promise<void> {
  const holder = await operations.holder(target);
  if (holder === undefined || holder === operation_id) return;
  const another = await operations.read(holder);
  if (another && (another.status === 'in_progress' || claimIsAlive(another, now)))
    throw heldBy(target, holder);
}

/** A redriven request takes the target from no restore that came after it. */
async function hold(
  operations: Dependencies['operations'],
  { operation_id, reopened_at, start_time }: Operation,
  target: ResourceKey,
  now: Date,
): Promise<void> {
  const takeOver = reopened_at === undefined || { heldBefore: start_time };
  try {
    await operations.hold(target, operation_id, now, { takeOver });
  } catch (error) {
    if (!(error instanceof HeldByAnother)) throw error;
    throw heldBy(target, error.holder);
  }
}

const heldBy = ({ id }: ResourceKey, holder: string) =>
  new Rejection([
    {
      code: 'TARGET_LOCKED',
      field: 'target_cluster_id',
      message: `target_cluster_id ${id} is held by operation ${holder}`,
    },
  ]);

/** The cluster that stands under the target's name and may be deleted, if there is one. */
async function lookAtTarget(
  { aurora, configuration }: Dependencies,
  operation: Operation,
  { target_cluster_id }: RestoreRequest,
  snapshot: ClusterSnapshot,
): Promise<OldTarget | undefined> {
  const cluster = await aurora.cluster(target_cluster_id);
  if (!cluster) return undefined;
  const instances = await aurora.instances(target_cluster_id);
  guardTarget(cluster, instances, {
    operation: { ...operation, target: undefined },
    snapshot,
    allowed: configuration.allowed_targets,
    environment: configuration.environment,
  });
  return oldTargetOf(cluster, instances);
}

const oldTargetOf = (cluster: Cluster, instances: readonly Instance[]): OldTarget => ({
  arn: cluster.arn,
  resource_id: cluster.resource_id,
  deletion_protection: cluster.deletion_protection,
  settings: { ...cluster.settings },
  instances: instances.map(({ id, instance_class, promotion_tier }) => ({
    id,
    instance_class,
    writer: cluster.instances.some((member) => member.id === id && member.writer),
    ...(promotion_tier !== undefined && { promotion_tier }),
  })),
});

const snapshotOf = (found: ClusterSnapshot): Snapshot => ({
  arn: found.arn,
  id: found.id,
  source_cluster_id: found.source_cluster_id,
  ...(found.source_resource_id !== undefined && { source_resource_id: found.source_resource_id }),
  engine: found.engine,
  engine_version: found.engine_version,
  master_username: found.master_username,
  created_at: found.created_at?.toISOString() ?? '',
  ...(found.kms_key_id !== undefined && { kms_key_id: found.kms_key_id }),
});

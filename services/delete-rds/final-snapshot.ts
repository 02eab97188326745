import type { SnapshotReady } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Cluster, ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { nameOf } from '../../shared/aurora/names.ts';
import { OPERATION_TAG } from '../../shared/configuration/names.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { type CheckAgain, checkAgain } from '../../shared/step/answer.ts';
import type { StepInput } from '../../shared/step/work.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'snapshot' | 'takeSnapshot'>;
  readonly operations: Pick<Operations, 'correlate'>;
  readonly region: string;
}

/** The last one taken in this attempt. */
export const finalSnapshotOf = ({ resources, attempt }: Operation): string | undefined =>
  Object.values(resources)
    .filter((resource) => resource.role === 'final_snapshot' && resource.attempt === attempt)
    .map(({ id }) => id)
    .sort()
    .at(-1);

interface Taken {
  readonly kind: 'taken';
  readonly id: string;
}

/**
 * A redrive may come days later: a snapshot taken before it would lack what was written since, so each
 * redrive takes another.
 */
const purposeOf = ({ reopened_at }: Operation): string =>
  reopened_at === undefined ? 'final' : `final-${reopened_at.slice(0, 19).replace(/\D/g, '')}`;

/** The old target as it was: nothing is deleted before this snapshot is available. */
export async function finalSnapshot(
  { aurora, operations, region }: Dependencies,
  { operation, permit, record, now }: StepInput<SnapshotReady>,
  cluster: Cluster,
): Promise<Taken | CheckAgain> {
  const { operation_id, attempt } = operation;
  const id = nameOf(operation, purposeOf(operation));
  const existing = await aurora.snapshot(id);
  if (existing) return judge(existing, operation_id, cluster);
  if (cluster.status !== 'available')
    return checkAgain(`${cluster.id} is ${cluster.status}; its final snapshot must wait`);
  const snapshot = { kind: 'cluster-snapshot', id, role: 'final_snapshot', attempt } as const;
  await record({ resources: { [`${snapshot.role}-${id}`]: snapshot } });
  await operations.correlate(
    { ...snapshot, region },
    { kind: 'cluster', region, id: cluster.id },
    operation_id,
    now(),
  );
  await aurora.takeSnapshot(await permit(), { id, clusterId: cluster.id, operation_id });
  const taken = await aurora.snapshot(id);
  return taken
    ? judge(taken, operation_id, cluster)
    : checkAgain(`final snapshot ${id} is on its way`);
}

/** It counts only as a snapshot of this very cluster, whatever its name and tags say. */
function judge(
  snapshot: ClusterSnapshot,
  operationId: string,
  cluster: Cluster,
): Taken | CheckAgain {
  const { id, status, tags, progress } = snapshot;
  if (tags[OPERATION_TAG] !== operationId || snapshot.source_resource_id !== cluster.resource_id)
    throw new StepFailure(
      'TARGET_NAME_TAKEN',
      `snapshot ${id} is not this operation’s of ${cluster.id} (${cluster.resource_id})`,
    );
  if (status === 'available') return { kind: 'taken', id };
  if (status === 'creating') return checkAgain(`final snapshot ${id} is being taken`, { progress });
  throw new StepFailure('FINAL_SNAPSHOT_FAILED', `final snapshot ${id} is ${status}`);
}

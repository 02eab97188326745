import type { SnapshotReady } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { Cluster, ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { finalSnapshotNameOf } from '../../shared/aurora/names.ts';
import { stateOf } from '../../shared/aurora/status.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { Operation, Resource } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { type CheckAgain, checkAgain } from '../../shared/step/answer.ts';
import type { StepInput } from '../../shared/step/work.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'snapshot' | 'takeSnapshot'>;
  readonly operations: Pick<Operations, 'correlate'>;
  readonly configuration: { readonly environment: string };
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

/** The old target as it was: nothing is deleted before this snapshot is available. */
export async function finalSnapshot(
  { aurora, operations, configuration, region }: Dependencies,
  { operation, permit, record, now }: StepInput<SnapshotReady>,
  cluster: Cluster,
): Promise<Taken | CheckAgain> {
  const { operation_id, attempt } = operation;
  const id = finalSnapshotNameOf(operation, configuration.environment);
  const key = `final_snapshot-${id}`;
  const existing = await aurora.snapshot(operation.resources[key]?.id ?? id);
  if (existing) return judge(existing, operation_id, cluster);
  const underWay = await stillBeingTaken(aurora, operation);
  if (underWay) {
    await record({ resources: { [key]: underWay } });
    return checkAgain(`final snapshot ${underWay.id} is being taken`);
  }
  if (stateOf(cluster.status) === 'broken')
    throw new StepFailure(
      'FINAL_SNAPSHOT_FAILED',
      `${cluster.id} is ${cluster.status}; no final snapshot can be taken of it`,
    );
  if (cluster.status !== 'available')
    return checkAgain(`${cluster.id} is ${cluster.status}; its final snapshot must wait`);
  const snapshot = { kind: 'cluster-snapshot', id, role: 'final_snapshot', attempt } as const;
  await record({ resources: { [key]: snapshot } });
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

/** One that outlasted the deadline is as good as any: a redrive does not begin all over again. */
async function stillBeingTaken(
  aurora: Pick<Aurora, 'snapshot'>,
  { resources, attempt, operation_id }: Operation,
): Promise<Resource | undefined> {
  for (const resource of Object.values(resources)) {
    if (resource.role !== 'final_snapshot' || resource.attempt !== attempt) continue;
    const snapshot = await aurora.snapshot(resource.id);
    if (snapshot?.made_by === operation_id && snapshot.status === 'creating') return resource;
  }
  return undefined;
}

/** Right before each deletion: what is deleted must still be saved. */
export async function stillSaved(
  aurora: Pick<Aurora, 'snapshot'>,
  { operation_id }: Pick<Operation, 'operation_id'>,
  cluster: Cluster,
  id: string,
): Promise<void> {
  const snapshot = await aurora.snapshot(id);
  if (!snapshot || judge(snapshot, operation_id, cluster).kind !== 'taken')
    throw new StepFailure('FINAL_SNAPSHOT_FAILED', `final snapshot ${id} is no longer available`);
}

/** It counts only as a snapshot of this very cluster, whatever its name and tags say. */
function judge(
  snapshot: ClusterSnapshot,
  operationId: string,
  cluster: Cluster,
): Taken | CheckAgain {
  const { id, status, made_by, progress } = snapshot;
  if (made_by !== operationId || snapshot.source_resource_id !== cluster.resource_id)
    throw new StepFailure(
      'TARGET_NAME_TAKEN',
      `snapshot ${id} is not this operation’s of ${cluster.id} (${cluster.resource_id})`,
    );
  if (status === 'available') return { kind: 'taken', id };
  if (status === 'creating') return checkAgain(`final snapshot ${id} is being taken`, { progress });
  throw new StepFailure('FINAL_SNAPSHOT_FAILED', `final snapshot ${id} is ${status}`);
}

import type { SnapshotReady } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { StepFailure } from '../../shared/errors.ts';
import { LostCondition } from '../../shared/operation/operations.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';

/**
 * Where the deletion fails while the old cluster still stands whole, the protection that was lifted for
 * it is put back. Gives the failure to end with, which says so where it could not be.
 */
export async function protectAgain(
  aurora: Pick<Aurora, 'cluster' | 'instances' | 'protect'>,
  { operation, permit }: StepInput<SnapshotReady>,
  failure: StepFailure,
): Promise<StepFailure> {
  const { cluster_id, old } = learnt(operation, 'target');
  if (!old?.deletion_protection) return failure;
  try {
    const cluster = await aurora.cluster(cluster_id);
    const isOld = cluster?.resource_id === old.resource_id && cluster.status !== 'deleting';
    if (!isOld || cluster.deletion_protection) return failure;
    const instances = await aurora.instances(cluster_id);
    const whole = old.instances.every(({ id }) =>
      instances.some((one) => one.id === id && one.status !== 'deleting'),
    );
    if (whole) await aurora.protect(await permit(), cluster_id, true);
    return failure;
  } catch (error) {
    if (error instanceof LostCondition) throw error;
    const { code, message, cause = error, reasons } = failure;
    const told = `${message}; the deletion protection of ${cluster_id} was lifted and could not be put back`;
    return new StepFailure(code, told, { cause, ...(reasons && { reasons }) });
  }
}

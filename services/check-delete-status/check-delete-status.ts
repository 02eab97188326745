import { TargetCleared, type TargetDeletionStarted } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { stateOf } from '../../shared/aurora/status.ts';
import { refuseBroken } from '../../shared/aurora/verdict.ts';
import { StepFailure } from '../../shared/errors.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';

/** Looks whether the old cluster is gone. Its name is free only then. */
export const checkDeleteStatus =
  (
    aurora: Pick<Aurora, 'cluster' | 'failuresOf'>,
  ): Business<typeof TargetDeletionStarted, typeof TargetCleared> =>
  async ({ operation, event: { target_cluster_id, cluster_resource_id } }) => {
    const cluster = await aurora.cluster(target_cluster_id);
    if (!cluster) return done(TargetCleared.with({ target_cluster_id }));
    if (cluster.resource_id !== cluster_resource_id)
      throw new StepFailure(
        'TARGET_CHANGED',
        `${target_cluster_id} is ${cluster.resource_id} now, not ${cluster_resource_id}, which was deleted`,
      );
    if (stateOf(cluster.status) !== 'going')
      await refuseBroken(aurora, operation, 'TARGET_DELETION_FAILED', [
        { kind: 'cluster', id: target_cluster_id, status: cluster.status },
      ]);
    return checkAgain(`${target_cluster_id} is ${cluster.status}`);
  };

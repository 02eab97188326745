import { ClusterRestored, type ClusterRestoreStarted } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { restored } from '../../shared/aurora/restored.ts';
import { brokenBy, stateOf } from '../../shared/aurora/status.ts';
import { StepFailure } from '../../shared/errors.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';

/** Looks whether the restored cluster is available: only then does it take instances. */
export const checkRestoreStatus =
  (
    aurora: Pick<Aurora, 'cluster'>,
  ): Business<typeof ClusterRestoreStarted, typeof ClusterRestored> =>
  async ({ event: { target_cluster_id, cluster_arn, cluster_resource_id } }) => {
    const { status } = await restored(aurora, target_cluster_id, cluster_resource_id);
    switch (stateOf(status)) {
      case 'available':
        return done(ClusterRestored.with({ target_cluster_id, cluster_arn, cluster_resource_id }));
      case 'working':
        return checkAgain(`${target_cluster_id} is ${status}`);
      case 'going':
      case 'broken':
        throw new StepFailure(brokenBy(status), `${target_cluster_id} is ${status}`);
    }
  };

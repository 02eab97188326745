import { ClusterRestored, type ClusterRestoreStarted } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { restored } from '../../shared/aurora/restored.ts';
import { brokenBy } from '../../shared/aurora/status.ts';
import { refuseBroken } from '../../shared/aurora/verdict.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';

/** Looks whether the restored cluster is available: only then does it take instances. */
export const checkRestoreStatus =
  (
    aurora: Pick<Aurora, 'cluster' | 'failuresOf'>,
  ): Business<typeof ClusterRestoreStarted, typeof ClusterRestored> =>
  async ({ operation, event: { target_cluster_id, cluster_arn, cluster_resource_id } }) => {
    const { status } = await restored(aurora, target_cluster_id, cluster_resource_id);
    if (status === 'available')
      return done(ClusterRestored.with({ target_cluster_id, cluster_arn, cluster_resource_id }));
    await refuseBroken(aurora, operation, brokenBy(status), [
      { kind: 'cluster', id: target_cluster_id, status },
    ]);
    return checkAgain(`${target_cluster_id} is ${status}`);
  };

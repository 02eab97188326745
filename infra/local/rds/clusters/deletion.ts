import { clusterNotices } from '../events/messages.ts';
import type { Rds } from '../rds.ts';
import { removeSnapshot } from '../snapshots/remove-snapshot.ts';
import type { Cluster } from '../state/cluster.ts';
import { instancesOf } from '../state/find.ts';
import { deleteSecret } from './master-secret.ts';

/**
 * A cluster that is being deleted is gone once its final snapshot is taken and its last instance is
 * gone; whichever comes last calls this. Its automated snapshots go with it.
 */
export const finishDeletion = (rds: Rds, cluster: Cluster): void => {
  const region = rds.regions.at(cluster.place);
  const { deletion } = cluster;
  /** It may have vanished, and another have come under its name. */
  if (region.clusters.get(cluster.id) !== cluster) return;
  if (!deletion?.snapshotTaken || !deletion.timePassed) return;
  if (instancesOf(region, cluster).length > 0) return;
  cluster.deletion = undefined;
  rds.background.start({
    what: `removing the data of the cluster ${cluster.id}`,
    on: [cluster.resourceId],
    run: () => rds.engine.destroy(cluster.resourceId),
    lasting: 0,
    done: () => {
      region.clusters.delete(cluster.id);
      deleteSecret(rds, cluster);
      for (const snapshot of region.snapshots.values())
        if (snapshot.type === 'automated' && snapshot.cluster.resourceId === cluster.resourceId)
          removeSnapshot(rds, snapshot);
      rds.notices.tell('cluster', cluster, clusterNotices.deleted);
    },
    failed: () => {
      cluster.status = 'failed';
    },
  });
};

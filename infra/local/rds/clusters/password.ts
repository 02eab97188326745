import { clusterNotices, instanceNotices } from '../events/messages.ts';
import type { Rds } from '../rds.ts';
import type { Cluster, ClusterStatus } from '../state/cluster.ts';
import { instancesOf } from '../state/find.ts';

/** Sets the master password, or keeps it pending while the cluster has no instance that could take it. */
export const changePassword = (rds: Rds, cluster: Cluster, password: string): void => {
  cluster.pending.password = password;
  applyPendingPassword(rds, cluster);
};

/** Sets the pending password as soon as that can be done; an instance that becomes available calls this. */
export const applyPendingPassword = (rds: Rds, cluster: Cluster): void => {
  const { password } = cluster.pending;
  const instances = instancesOf(rds.regions.at(cluster.place), cluster);
  const writer = instances.find(({ isWriter }) => isWriter);
  if (password === undefined || writer?.status !== 'available') return;
  if (cluster.status !== 'available') return;
  cluster.status = 'resetting-master-credentials';
  const settle = () => {
    cluster.pending.password = undefined;
    becomeAvailable(rds, cluster, 'resetting-master-credentials');
  };
  rds.background.start({
    what: `setting the master password of the cluster ${cluster.id}`,
    on: [cluster.resourceId],
    run: () =>
      rds.engine.setMasterPassword(cluster.resourceId, {
        username: cluster.masterUsername,
        password,
      }),
    lasting: rds.durations.resetPassword,
    done: () => {
      settle();
      rds.notices.tell('cluster', cluster, clusterNotices.masterCredentialsReset);
    },
    failed: () => {
      settle();
      rds.notices.tell('instance', writer, instanceNotices.passwordNotReset);
    },
  });
};

/**
 * The cluster is available again after what gave it this status, unless it has another by now. What
 * waited for that is done.
 */
export const becomeAvailable = (rds: Rds, cluster: Cluster, from: ClusterStatus): void => {
  if (cluster.status !== from) return;
  cluster.status = 'available';
  applyPendingPassword(rds, cluster);
};

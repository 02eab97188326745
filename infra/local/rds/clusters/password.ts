import { clusterNotices, instanceNotices } from '../events/messages.ts';
import type { Rds } from '../rds.ts';
import type { Cluster, ClusterStatus } from '../state/cluster.ts';
import { instancesOf } from '../state/find.ts';
import type { AskedPassword } from './asked-password.ts';
import {
  activateSecret,
  deleteSecret,
  leaveSecret,
  makeSecret,
  newPassword,
} from './master-secret.ts';

/** Keeps the password pending that is asked for; it is set when `applyPendingPassword` finds that it can be. */
export const changePassword = (
  rds: Rds,
  cluster: Cluster,
  asked: AskedPassword,
  immediately: boolean,
): void => {
  const text = asked.kind === 'own' ? asked.password : newPassword(rds);
  if (asked.kind === 'own') deleteSecret(rds, cluster);
  if (asked.kind === 'managed') makeSecret(rds, cluster, asked.secret, text);
  if (asked.kind === 'rotated' && cluster.secret) cluster.secret.status = 'rotating';
  cluster.pending.password = { text, immediately };
};

/**
 * Sets the pending password once there is an instance that can take it; an instance that becomes
 * available calls this. Without a pending one the password is right that the secret has.
 */
export const applyPendingPassword = (rds: Rds, cluster: Cluster): void => {
  const { password } = cluster.pending;
  const instances = instancesOf(rds.regions.at(cluster.place), cluster);
  const writer = instances.find(({ isWriter }) => isWriter);
  if (writer?.status !== 'available' || cluster.status !== 'available') return;
  if (!password) activateSecret(rds, cluster, undefined);
  if (!password?.immediately) return;
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
        password: password.text,
      }),
    lasting: rds.durations.resetPassword,
    done: () => {
      activateSecret(rds, cluster, password.text);
      settle();
      rds.notices.tell('cluster', cluster, clusterNotices.masterCredentialsReset);
    },
    failed: () => {
      leaveSecret(cluster);
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

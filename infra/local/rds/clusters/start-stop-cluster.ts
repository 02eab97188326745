import type { StartDBClusterCommandInput, StopDBClusterCommandInput } from '@aws-sdk/client-rds';
import { clusterNotices, instanceNotices } from '../events/messages.ts';
import { required } from '../input.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import { findCluster, instancesOf } from '../state/find.ts';
import type { InstanceStatus } from '../state/instance.ts';
import { clusterAnswer } from './answer.ts';
import { checkStatus } from './check-status.ts';
import { failCluster } from './fail-cluster.ts';

export const stopDBCluster = (rds: Rds): Operation<StopDBClusterCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['cluster', input.DBClusterIdentifier]]),
  run: (input, call) => {
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    checkStatus(cluster, 'available');
    cluster.status = 'stopping';
    moveInstances(rds, cluster, 'available', 'stopping');
    rds.background.start({
      what: `stopping the cluster ${cluster.id}`,
      on: [cluster.resourceId],
      run: () => rds.engine.stop(cluster.resourceId),
      lasting: rds.durations.stopCluster,
      done: () => {
        if (cluster.status !== 'stopping') return;
        cluster.status = 'stopped';
        cluster.server = undefined;
        moveInstances(rds, cluster, 'stopping', 'stopped');
        rds.notices.tell('cluster', cluster, clusterNotices.stopped);
      },
      failed: () => failCluster(rds, cluster),
    });
    return { DBCluster: clusterAnswer(rds.regions.at(call), cluster) };
  },
});

export const startDBCluster = (rds: Rds): Operation<StartDBClusterCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['cluster', input.DBClusterIdentifier]]),
  run: (input, call) => {
    const region = rds.regions.at(call);
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    checkStatus(cluster, 'stopped', 'inaccessible-encryption-credentials-recoverable');
    cluster.status = 'starting';
    moveInstances(rds, cluster, 'stopped', 'starting');
    rds.background.start({
      what: `starting the cluster ${cluster.id}`,
      on: [cluster.resourceId],
      run: async () =>
        instancesOf(region, cluster).length > 0
          ? await rds.engine.start(cluster.resourceId, { port: cluster.port })
          : undefined,
      lasting: rds.durations.startCluster,
      done: (server) => {
        if (cluster.status !== 'starting') return;
        cluster.status = 'available';
        cluster.server = server;
        moveInstances(rds, cluster, 'starting', 'available');
        rds.notices.tell('cluster', cluster, clusterNotices.started);
      },
      failed: () => failCluster(rds, cluster),
    });
    return { DBCluster: clusterAnswer(region, cluster) };
  },
});

/** Instances follow their cluster, and say so when they have arrived. */
const moveInstances = (
  rds: Rds,
  cluster: Cluster,
  from: InstanceStatus,
  to: InstanceStatus,
): void => {
  for (const instance of instancesOf(rds.regions.at(cluster.place), cluster)) {
    if (instance.status !== from) continue;
    instance.status = to;
    if (to === 'stopped') rds.notices.tell('instance', instance, instanceNotices.stopped);
    if (to === 'available') rds.notices.tell('instance', instance, instanceNotices.started);
  }
};

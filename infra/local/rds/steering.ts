import type { Place } from './naming/arn.ts';
import type { Rds } from './rds.ts';
import { takeAutomatedSnapshot } from './snapshots/create-snapshot.ts';
import type { ClusterStatus } from './state/cluster.ts';
import { findCluster, findOwnSnapshot, instancesOf } from './state/find.ts';
import type { SnapshotStatus } from './state/snapshot.ts';

/** What RDS does of its own accord, or what no call brings about, for whoever wants to see it happen. */
export interface Steering {
  /** e.g. `incompatible-restore`. What is under way leaves such a status alone. */
  setClusterStatus(cluster: string, status: ClusterStatus): void;
  setSnapshotStatus(snapshot: string, status: SnapshotStatus): void;
  /** The cluster and its instances are gone at once, without an event. */
  vanish(cluster: string): void;
  /** Gives its name, `rds:<cluster>-<minute>`. */
  takeAutomatedSnapshot(cluster: string): string;
  /** As its primary; `undefined` takes the cluster out again. */
  putIntoGlobalCluster(cluster: string, globalCluster: string | undefined): void;
}

/** Steers what lives in one account and region. */
export const steering = (rds: Rds, place: Place): Steering => ({
  setClusterStatus: (name, status) => {
    findCluster(rds.regions, name, place).status = status;
  },
  setSnapshotStatus: (name, status) => {
    findOwnSnapshot(rds.regions, name, place).status = status;
  },
  vanish: (name) => {
    const cluster = findCluster(rds.regions, name, place);
    const region = rds.regions.at(place);
    // So that what is under way for them comes to nothing.
    for (const gone of [cluster, ...instancesOf(region, cluster)]) gone.status = 'deleting';
    for (const { id } of instancesOf(region, cluster)) region.instances.delete(id);
    region.clusters.delete(cluster.id);
    rds.background.start({
      what: `removing the data of the cluster ${cluster.id}`,
      on: [cluster.resourceId],
      run: () => rds.engine.destroy(cluster.resourceId),
      lasting: 0,
      done: () => undefined,
      failed: () => undefined,
    });
  },
  takeAutomatedSnapshot: (name) =>
    takeAutomatedSnapshot(rds, findCluster(rds.regions, name, place)).id,
  putIntoGlobalCluster: (name, globalCluster) => {
    findCluster(rds.regions, name, place).globalClusterId = globalCluster?.toLowerCase();
  },
});

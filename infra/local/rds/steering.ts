import { deleteSecret } from './clusters/master-secret.ts';
import type { Durations } from './durations.ts';
import { failures } from './events/messages.ts';
import type { Place } from './naming/arn.ts';
import type { Rds } from './rds.ts';
import { takeAutomatedSnapshot } from './snapshots/create-snapshot.ts';
import type { ClusterStatus } from './state/cluster.ts';
import { findCluster, findInstance, findOwnSnapshot, instancesOf } from './state/find.ts';
import type { InstanceStatus } from './state/instance.ts';
import type { SnapshotStatus } from './state/snapshot.ts';

/** What RDS does of its own accord, or what no call brings about, for whoever wants to see it happen. */
export interface Steering {
  /** e.g. `incompatible-restore`. What is under way leaves such a status alone. */
  setClusterStatus(cluster: string, status: ClusterStatus): void;
  setInstanceStatus(instance: string, status: InstanceStatus): void;
  setSnapshotStatus(snapshot: string, status: SnapshotStatus): void;
  /** Says that something went wrong with the resource of this name; its status is left alone. */
  tellFailure(event: keyof typeof failures, resource: string, message: string): void;
  /** From now on each kind of work takes so long. */
  setDurations(durations: Partial<Durations>): void;
  /** A call of the account's owner, carried out at this very moment, past the gateway and its faults. */
  call(operation: string, input: object): void;
  /** The cluster and its instances are gone at once, without an event. */
  vanish(cluster: string): void;
  /** The instance, or the snapshot, is gone at once, without an event. */
  vanishInstance(instance: string): void;
  vanishSnapshot(snapshot: string): void;
  /** Gives its name, `rds:<cluster>-<minute>`. */
  takeAutomatedSnapshot(cluster: string): string;
  /** As its primary; `undefined` takes the cluster out again. */
  putIntoGlobalCluster(cluster: string, globalCluster: string | undefined): void;
}

/** Steers what lives in one account and region. */
export const steering = (rds: Rds, place: Place, call: Steering['call']): Steering => ({
  call,
  setClusterStatus: (name, status) => {
    findCluster(rds.regions, name, place).status = status;
  },
  setInstanceStatus: (name, status) => {
    findInstance(rds.regions, name, place).status = status;
  },
  setDurations: (durations) => void Object.assign(rds.durations, durations),
  tellFailure: (id, name, message) => {
    const [kind, category, text] = failures[id];
    const find = kind === 'cluster' ? findCluster : findInstance;
    const subject = find(rds.regions, name, place);
    const told = text
      .replace('{name}', subject.id)
      .replace('{state}', subject.status)
      .replace('{message}', message);
    rds.notices.tell(kind, subject, { id, categories: [category], message: told });
  },
  vanishInstance: (name) => {
    const instance = findInstance(rds.regions, name, place);
    instance.status = 'deleting';
    rds.regions.at(place).instances.delete(instance.id);
  },
  vanishSnapshot: (name) => {
    const snapshot = findOwnSnapshot(rds.regions, name, place);
    snapshot.status = 'failed';
    rds.regions.at(place).snapshots.delete(snapshot.id);
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
    deleteSecret(rds, cluster);
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

import { clusterNotFound, instanceNotFound, snapshotNotFound } from '../errors.ts';
import { locate, type Place, samePlace } from '../naming/arn.ts';
import type { Cluster } from './cluster.ts';
import type { Instance } from './instance.ts';
import type { Region, Regions } from './regions.ts';
import type { Snapshot } from './snapshot.ts';

/** The caller's cluster of this name or ARN; one elsewhere is not found. */
export const findCluster = (regions: Regions, name: string, caller: Place): Cluster => {
  const at = locate(name, 'cluster', caller);
  const found = samePlace(at.place, caller) && regions.at(caller).clusters.get(at.name);
  if (!found) throw clusterNotFound(name);
  return found;
};

/** The caller's instance of this name or ARN. */
export const findInstance = (regions: Regions, name: string, caller: Place): Instance => {
  const at = locate(name, 'db', caller);
  const found = samePlace(at.place, caller) && regions.at(caller).instances.get(at.name);
  if (!found) throw instanceNotFound(name);
  return found;
};

/** The caller's own snapshot of this name or ARN. */
export const findOwnSnapshot = (regions: Regions, name: string, caller: Place): Snapshot => {
  const at = locate(name, 'cluster-snapshot', caller);
  const found = samePlace(at.place, caller) && regions.at(caller).snapshots.get(at.name);
  if (!found) throw snapshotNotFound(name);
  return found;
};

/** A snapshot that the caller may read: its own, in whatever region, or one shared with it, by its ARN. */
export const findReadableSnapshot = (regions: Regions, name: string, caller: Place): Snapshot => {
  const at = locate(name, 'cluster-snapshot', caller);
  const found = regions.at(at.place).snapshots.get(at.name);
  if (!found || !mayRead(found, caller)) throw snapshotNotFound(name);
  return found;
};

export const mayRead = (snapshot: Snapshot, { accountId }: Place): boolean =>
  snapshot.place.accountId === accountId ||
  snapshot.sharedWith.has(accountId) ||
  snapshot.sharedWith.has('all');

/** A cluster's instances, those being deleted too. */
export const instancesOf = (region: Region, cluster: Cluster): Instance[] =>
  [...region.instances.values()].filter(({ clusterId }) => clusterId === cluster.id);

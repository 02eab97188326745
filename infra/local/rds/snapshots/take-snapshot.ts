import type { Call } from '../../service.ts';
import { snapshotExists } from '../errors.ts';
import { snapshotNotices } from '../events/messages.ts';
import { newIdentifier } from '../naming/identifier.ts';
import { requireRoom } from '../quotas.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import type { Snapshot, SnapshotCluster } from '../state/snapshot.ts';

/** Checks the name that a request gives to a new manual snapshot, and that there is room for it. */
export const newSnapshotName = (
  rds: Rds,
  call: Call,
  name: string,
  member = 'DBClusterSnapshotIdentifier',
): string => {
  const id = newIdentifier(member, name);
  const region = rds.regions.at(call);
  if (region.snapshots.has(id)) throw snapshotExists(id);
  requireRoom(rds.quotas, region, 'manualSnapshots');
  return id;
};

interface Wanted {
  readonly id: string;
  readonly type: Snapshot['type'];
  readonly tags: Map<string, string>;
  readonly taken: () => void;
  readonly failed: () => void;
}

/** Enters a snapshot and copies the cluster's data for it. */
export const takeSnapshot = (rds: Rds, cluster: Cluster, wanted: Wanted): Snapshot => {
  const snapshot: Snapshot = {
    place: cluster.place,
    id: wanted.id,
    dataKey: `snapshot-${rds.uuid()}`,
    type: wanted.type,
    createdAt: rds.clock.date(),
    duration: rds.durations.createSnapshot,
    cluster: asItIs(rds, cluster),
    kmsKeyId: cluster.kmsKeyId,
    tags: wanted.tags,
    sharedWith: new Set(),
    status: 'creating',
    bytes: 0,
  };
  const { manualStarted, manualCreated, automatedStarted, automatedCreated } = snapshotNotices;
  const manual = wanted.type === 'manual';
  rds.regions.at(cluster.place).snapshots.set(snapshot.id, snapshot);
  rds.notices.tell('snapshot', snapshot, manual ? manualStarted : automatedStarted);
  rds.background.start({
    what: `taking the snapshot ${snapshot.id}`,
    on: [cluster.resourceId, snapshot.dataKey],
    run: () => rds.engine.snapshot(cluster.resourceId, snapshot.dataKey),
    lasting: snapshot.duration,
    done: (size) => {
      if (snapshot.status !== 'creating') return wanted.failed();
      snapshot.bytes = size?.bytes ?? 0;
      snapshot.status = 'available';
      rds.notices.tell('snapshot', snapshot, manual ? manualCreated : automatedCreated);
      wanted.taken();
    },
    failed: () => {
      snapshot.status = 'failed';
      wanted.failed();
    },
  });
  return snapshot;
};

const asItIs = (rds: Rds, cluster: Cluster): SnapshotCluster => ({
  id: cluster.id,
  resourceId: cluster.resourceId,
  createdAt: cluster.createdAt,
  masterUsername: cluster.masterUsername,
  engineVersion: cluster.engineVersion,
  port: cluster.port,
  vpcId: rds.regions.at(cluster.place).subnetGroups.get(cluster.settings.DBSubnetGroup ?? '')
    ?.vpcId,
  availabilityZones: cluster.settings.AvailabilityZones,
  iamAuthentication: cluster.settings.IAMDatabaseAuthenticationEnabled ?? false,
  backupRetentionPeriod: cluster.settings.BackupRetentionPeriod,
  preferredBackupWindow: cluster.settings.PreferredBackupWindow,
});

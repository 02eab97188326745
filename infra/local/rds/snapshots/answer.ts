import type { DBClusterSnapshot } from '@aws-sdk/client-rds';
import { ENGINE } from '../engine-versions/versions.ts';
import { arnOf, type Place } from '../naming/arn.ts';
import type { Rds } from '../rds.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { tagList } from '../tags/tags.ts';

const GIB = 2 ** 30;

/** A snapshot as the API tells it; to another account with its ARN for a name, and without tags. */
export const snapshotAnswer = (rds: Rds, snapshot: Snapshot, reader: Place): DBClusterSnapshot => {
  const { cluster } = snapshot;
  const arn = arnOf(snapshot.place, 'cluster-snapshot', snapshot.id);
  const own = snapshot.place.accountId === reader.accountId;
  return {
    DBClusterSnapshotIdentifier: own ? snapshot.id : arn,
    DBClusterSnapshotArn: arn,
    SourceDBClusterSnapshotArn: snapshot.sourceArn,
    SnapshotType: own ? snapshot.type : typeToOthers(snapshot, reader),
    SnapshotCreateTime: snapshot.createdAt,
    Status: snapshot.status,
    PercentProgress: progressOf(snapshot, rds.clock.now()),
    AllocatedStorage: Math.max(1, Math.ceil(snapshot.bytes / GIB)),
    DBClusterIdentifier: cluster.id,
    DbClusterResourceId: cluster.resourceId,
    ClusterCreateTime: cluster.createdAt,
    MasterUsername: cluster.masterUsername,
    Engine: ENGINE,
    EngineMode: 'provisioned',
    EngineVersion: cluster.engineVersion,
    LicenseModel: ENGINE,
    Port: cluster.port,
    VpcId: cluster.vpcId,
    AvailabilityZones: cluster.availabilityZones,
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    BackupRetentionPeriod: cluster.backupRetentionPeriod,
    PreferredBackupWindow: cluster.preferredBackupWindow,
    StorageEncrypted: snapshot.kmsKeyId !== undefined,
    KmsKeyId: snapshot.kmsKeyId,
    TagList: own ? tagList(snapshot.tags) : [],
  };
};

/** By name if the snapshot is shared with the reader's account, else it is seen because it is public. */
export const typeToOthers = (snapshot: Snapshot, reader: Place): 'shared' | 'public' =>
  snapshot.sharedWith.has(reader.accountId) ? 'shared' : 'public';

/** In percent, by the time that has passed; only what is finished says 100. */
const progressOf = ({ status, createdAt, duration }: Snapshot, now: number): number => {
  if (status === 'available') return 100;
  if (status === 'failed' || duration === 0) return 0;
  return Math.min(99, Math.floor(((now - createdAt.getTime()) / duration) * 100));
};

import type { Place } from '../naming/arn.ts';

export type SnapshotStatus = 'creating' | 'copying' | 'available' | 'failed';

/** A snapshot of a cluster. What it says of the cluster is as it was when the snapshot was taken. */
export interface Snapshot {
  readonly place: Place;
  readonly id: string;
  /** The key of its data. */
  readonly dataKey: string;
  readonly type: 'manual' | 'automated';
  readonly createdAt: Date;
  /** How long it takes from then, in milliseconds, for the progress it reports. */
  readonly duration: number;
  readonly cluster: SnapshotCluster;
  readonly kmsKeyId: string | undefined;
  readonly tags: Map<string, string>;
  /** Whom it is shared with: account ids, or `all`. */
  readonly sharedWith: Set<string>;
  /** The snapshot it is a copy of. */
  readonly sourceArn?: string | undefined;
  status: SnapshotStatus;
  /** Size of its data; 0 until they are there. */
  bytes: number;
}

export interface SnapshotCluster {
  readonly id: string;
  readonly resourceId: string;
  readonly createdAt: Date;
  readonly masterUsername: string;
  readonly engineVersion: string;
  readonly port: number;
  readonly vpcId: string | undefined;
  readonly availabilityZones: string[] | undefined;
  readonly iamAuthentication: boolean;
  readonly backupRetentionPeriod: number | undefined;
  readonly preferredBackupWindow: string | undefined;
}

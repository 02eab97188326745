import type { DBCluster } from '@aws-sdk/client-rds';
import type { ServerEndpoint } from '../database-engine.ts';
import type { Monitoring } from '../monitoring.ts';
import type { Place } from '../naming/arn.ts';

export type ClusterStatus =
  | 'creating'
  | 'available'
  | 'backing-up'
  | 'modifying'
  | 'resetting-master-credentials'
  | 'upgrading'
  | 'stopping'
  | 'stopped'
  | 'starting'
  | 'deleting'
  | 'failed'
  | 'incompatible-network'
  | 'incompatible-parameters'
  | 'incompatible-restore'
  | 'inaccessible-encryption-credentials'
  | 'inaccessible-encryption-credentials-recoverable'
  | 'migration-failed';

export interface Cluster {
  readonly place: Place;
  readonly id: string;
  /** New for each cluster, whatever its name; also the key of its data. */
  readonly resourceId: string;
  readonly createdAt: Date;
  readonly masterUsername: string;
  /** Encrypted if there is one. */
  readonly kmsKeyId: string | undefined;
  readonly tags: Map<string, string>;
  status: ClusterStatus;
  engineVersion: string;
  deletionProtection: boolean;
  /** The port asked for; the server may have got another. */
  port: number;
  /** Where its server takes logins; there is none without an instance. */
  server?: ServerEndpoint | undefined;
  settings: ClusterSettings;
  pending: Pending;
  /** Of the master password, if RDS manages it. */
  secret?: MasterSecret | undefined;
  deletion?: { snapshotTaken: boolean; timePassed: boolean } | undefined;
  globalClusterId?: string | undefined;
}

interface Pending {
  /**
   * Without `ApplyImmediately` it waits for a maintenance window, and none comes here. Assumed, as
   * users of AWS report it; the API reference says that the flag does not matter for a password.
   */
  password?: { readonly text: string; readonly immediately: boolean } | undefined;
  engineVersion?: string | undefined;
}

export interface MasterSecret {
  readonly arn: string;
  readonly kmsKeyId: string;
  status: 'creating' | 'active' | 'rotating' | 'impaired';
}

/** What is remembered as asked for, in the words of the API. */
export type ClusterSettings = Pick<
  DBCluster,
  | 'AssociatedRoles'
  | 'AvailabilityZones'
  | 'BacktrackWindow'
  | 'BackupRetentionPeriod'
  | 'CopyTagsToSnapshot'
  | 'DBClusterParameterGroup'
  | 'DBSubnetGroup'
  | 'DatabaseInsightsMode'
  | 'EnabledCloudwatchLogsExports'
  | 'EngineLifecycleSupport'
  | 'IAMDatabaseAuthenticationEnabled'
  | 'NetworkType'
  | 'PreferredBackupWindow'
  | 'PreferredMaintenanceWindow'
  | 'ServerlessV2ScalingConfiguration'
  | 'StorageType'
  | 'VpcSecurityGroups'
> &
  Monitoring;

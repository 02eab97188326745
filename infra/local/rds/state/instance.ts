import type { DBInstance } from '@aws-sdk/client-rds';
import type { Place } from '../naming/arn.ts';

export type InstanceStatus =
  | 'creating'
  | 'available'
  | 'modifying'
  | 'stopping'
  | 'stopped'
  | 'starting'
  | 'deleting'
  | 'failed'
  | 'incompatible-network'
  | 'incompatible-option-group'
  | 'incompatible-parameters'
  | 'incompatible-restore'
  | 'insufficient-capacity'
  | 'inaccessible-encryption-credentials'
  | 'inaccessible-encryption-credentials-recoverable'
  | 'restore-error'
  | 'storage-full';

export interface Instance {
  readonly place: Place;
  readonly id: string;
  readonly resourceId: string;
  readonly createdAt: Date;
  readonly clusterId: string;
  readonly tags: Map<string, string>;
  status: InstanceStatus;
  isWriter: boolean;
  settings: InstanceSettings;
}

/** What is remembered as asked for, in the words of the API. */
export type InstanceSettings = Pick<
  DBInstance,
  | 'AutoMinorVersionUpgrade'
  | 'AvailabilityZone'
  | 'CACertificateIdentifier'
  | 'CopyTagsToSnapshot'
  | 'DBInstanceClass'
  | 'MonitoringInterval'
  | 'MonitoringRoleArn'
  | 'PerformanceInsightsEnabled'
  | 'PerformanceInsightsKMSKeyId'
  | 'PerformanceInsightsRetentionPeriod'
  | 'PreferredMaintenanceWindow'
  | 'PromotionTier'
  | 'PubliclyAccessible'
> & { readonly DBParameterGroupName: string };

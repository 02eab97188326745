import type {
  CreateDBInstanceCommandInput,
  ModifyDBClusterCommandInput,
  RestoreDBClusterFromSnapshotCommandInput,
} from '@aws-sdk/client-rds';
import type { ClusterSettings, InstanceSettings } from '../operation/settings.ts';

/**
 * Settings in RDS's spelling, for a cluster to be restored: all that RDS takes then. Its maintenance
 * window, and what is held back from it, come later.
 */
export const askedOfRestore = (
  settings: ClusterSettings,
): Omit<RestoreDBClusterFromSnapshotCommandInput, Named> => ({
  EngineVersion: settings.engine_version,
  DBSubnetGroupName: settings.db_subnet_group_name,
  DBClusterParameterGroupName: settings.db_cluster_parameter_group_name,
  Port: settings.port,
  ServerlessV2ScalingConfiguration: settings.serverless_v2_scaling && {
    MinCapacity: settings.serverless_v2_scaling.min_capacity,
    MaxCapacity: settings.serverless_v2_scaling.max_capacity,
  },
  BackupRetentionPeriod: settings.backup_retention_period,
  PreferredBackupWindow: settings.preferred_backup_window,
  EnableCloudwatchLogsExports: unlessEmpty(settings.enable_cloudwatch_logs_exports),
  EnableIAMDatabaseAuthentication: settings.enable_iam_database_authentication,
  CopyTagsToSnapshot: settings.copy_tags_to_snapshot,
  StorageType: settings.storage_type,
  NetworkType: settings.network_type,
});
type Named = 'DBClusterIdentifier' | 'SnapshotIdentifier' | 'Engine';

/** For an instance to be created. */
export const askedOfInstance = (
  settings: InstanceSettings,
): Omit<CreateDBInstanceCommandInput, 'Engine'> => ({
  DBInstanceIdentifier: settings.id,
  DBInstanceClass: settings.instance_class,
  PromotionTier: settings.promotion_tier,
  AvailabilityZone: settings.availability_zone,
  DBParameterGroupName: settings.db_parameter_group_name,
  PreferredMaintenanceWindow: settings.preferred_maintenance_window,
  AutoMinorVersionUpgrade: settings.auto_minor_version_upgrade,
  CACertificateIdentifier: settings.ca_certificate_identifier,
  CopyTagsToSnapshot: settings.copy_tags_to_snapshot,
  MonitoringInterval: settings.monitoring_interval,
  MonitoringRoleArn: settings.monitoring_role_arn,
  EnablePerformanceInsights: settings.enable_performance_insights,
  PerformanceInsightsKMSKeyId: settings.performance_insights_kms_key_id,
  PerformanceInsightsRetentionPeriod: settings.performance_insights_retention_period,
});

/** What a cluster is given once it stands. */
export type LaterSettings = Partial<
  Pick<
    ClusterSettings,
    | 'vpc_security_group_ids'
    | 'backup_retention_period'
    | 'preferred_backup_window'
    | 'preferred_maintenance_window'
    | 'deletion_protection'
  >
>;

export const askedLater = (
  settings: LaterSettings,
): Omit<ModifyDBClusterCommandInput, 'DBClusterIdentifier'> => ({
  VpcSecurityGroupIds: settings.vpc_security_group_ids,
  BackupRetentionPeriod: settings.backup_retention_period,
  PreferredBackupWindow: settings.preferred_backup_window,
  PreferredMaintenanceWindow: settings.preferred_maintenance_window,
  DeletionProtection: settings.deletion_protection,
});

const unlessEmpty = (list: string[] | undefined) => (list && list.length > 0 ? list : undefined);

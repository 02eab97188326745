import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { ShownCluster, ShownInstance } from '../operation/settings.ts';
import { givenTags, tagsOf } from './tags.ts';

/** What RDS shows of a cluster's settings; what it leaves out for "none" is said here. */
export const shownClusterOf = (described: DBCluster): ShownCluster => ({
  deletion_protection: described.DeletionProtection ?? false,
  db_subnet_group_name: described.DBSubnetGroup,
  vpc_security_group_ids: described.VpcSecurityGroups?.flatMap(
    ({ VpcSecurityGroupId: id }) => id ?? [],
  ).sort(),
  db_cluster_parameter_group_name: described.DBClusterParameterGroup,
  serverless_v2_scaling: scalingOf(described.ServerlessV2ScalingConfiguration),
  port: described.Port,
  kms_key_id: described.KmsKeyId,
  engine_version: described.EngineVersion,
  tags: givenTags(tagsOf(described.TagList)),
  backup_retention_period: described.BackupRetentionPeriod,
  preferred_backup_window: described.PreferredBackupWindow,
  preferred_maintenance_window: described.PreferredMaintenanceWindow,
  enable_cloudwatch_logs_exports: [...(described.EnabledCloudwatchLogsExports ?? [])].sort(),
  enable_iam_database_authentication: described.IAMDatabaseAuthenticationEnabled ?? false,
  copy_tags_to_snapshot: described.CopyTagsToSnapshot ?? false,
  storage_type: described.StorageType,
  network_type: described.NetworkType,
  not_given_back: notGivenBack(described),
});

export const shownInstanceOf = (described: DBInstance): ShownInstance => ({
  id: described.DBInstanceIdentifier ?? '',
  instance_class: described.DBInstanceClass ?? '',
  promotion_tier: described.PromotionTier,
  availability_zone: described.AvailabilityZone,
  db_parameter_group_name: described.DBParameterGroups?.[0]?.DBParameterGroupName,
  tags: givenTags(tagsOf(described.TagList)),
  preferred_maintenance_window: described.PreferredMaintenanceWindow,
  auto_minor_version_upgrade: described.AutoMinorVersionUpgrade,
  ca_certificate_identifier: described.CACertificateIdentifier,
  copy_tags_to_snapshot: described.CopyTagsToSnapshot ?? false,
  monitoring_interval: described.MonitoringInterval ?? 0,
  monitoring_role_arn: described.MonitoringRoleArn,
  enable_performance_insights: described.PerformanceInsightsEnabled ?? false,
  performance_insights_kms_key_id: described.PerformanceInsightsKMSKeyId,
  performance_insights_retention_period: described.PerformanceInsightsRetentionPeriod,
  publicly_accessible: described.PubliclyAccessible ?? false,
});

const scalingOf = (scaling: DBCluster['ServerlessV2ScalingConfiguration']) =>
  scaling?.MinCapacity === undefined || scaling.MaxCapacity === undefined
    ? undefined
    : { min_capacity: scaling.MinCapacity, max_capacity: scaling.MaxCapacity };

/** What takes calls or permissions of its own, or lies outside of the cluster. */
function notGivenBack(cluster: DBCluster): string[] {
  return [
    ...(cluster.AssociatedRoles ?? []).map(
      ({ RoleArn, FeatureName }) => `IAM role ${RoleArn}${FeatureName ? ` (${FeatureName})` : ''}`,
    ),
    ...(cluster.CustomEndpoints ?? []).map((endpoint) => `custom endpoint ${endpoint}`),
    ...(cluster.DomainMemberships ?? []).map(({ Domain }) => `membership in domain ${Domain}`),
    ...(cluster.BacktrackWindow ? [`backtracking over ${cluster.BacktrackWindow} seconds`] : []),
    ...(cluster.HttpEndpointEnabled ? ['the Data API'] : []),
    ...(cluster.DatabaseInsightsMode === 'advanced'
      ? ['the advanced mode of Database Insights']
      : []),
    ...(cluster.LocalWriteForwardingStatus === 'enabled' ? ['local write forwarding'] : []),
    ...(cluster.ActivityStreamStatus === 'started' ? ['the database activity stream'] : []),
  ];
}

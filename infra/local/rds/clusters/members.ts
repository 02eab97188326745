/** Members of requests that creating, restoring and modifying a cluster all take. */
export const COMMON_MEMBERS = [
  'BacktrackWindow',
  'BackupRetentionPeriod',
  'CopyTagsToSnapshot',
  'DBClusterIdentifier',
  'DBClusterParameterGroupName',
  'DeletionProtection',
  'EnableIAMDatabaseAuthentication',
  'EnablePerformanceInsights',
  'EngineLifecycleSupport',
  'EngineVersion',
  'NetworkType',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'Port',
  'PreferredBackupWindow',
  'ServerlessV2ScalingConfiguration',
  'StorageType',
  'VpcSecurityGroupIds',
] as const;

/** Those that creating and restoring take. */
export const NEW_CLUSTER_MEMBERS = [
  ...COMMON_MEMBERS,
  'AssociatedRoles',
  'AvailabilityZones',
  'DBSubnetGroupName',
  'EnableCloudwatchLogsExports',
  'Engine',
  'EngineMode',
  'KmsKeyId',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'Tags',
] as const;

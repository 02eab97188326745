/** Members of requests that creating, restoring and modifying a cluster all take. */
export const COMMON_MEMBERS = [
  'BackupRetentionPeriod',
  'CopyTagsToSnapshot',
  'DBClusterIdentifier',
  'DBClusterParameterGroupName',
  'DeletionProtection',
  'EnableIAMDatabaseAuthentication',
  'EngineLifecycleSupport',
  'EngineVersion',
  'NetworkType',
  'Port',
  'PreferredBackupWindow',
  'ServerlessV2ScalingConfiguration',
  'StorageType',
  'VpcSecurityGroupIds',
] as const;

/** Those that creating and restoring take. */
export const NEW_CLUSTER_MEMBERS = [
  ...COMMON_MEMBERS,
  'AvailabilityZones',
  'DBSubnetGroupName',
  'EnableCloudwatchLogsExports',
  'Engine',
  'EngineMode',
  'KmsKeyId',
  'Tags',
] as const;

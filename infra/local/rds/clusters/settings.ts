import { checkFamily, parameterGroupOf } from '../groups/parameter-group.ts';
import { subnetGroupOf } from '../groups/subnet-groups.ts';
import { defined } from '../input.ts';
import type { ClusterSettings } from '../state/cluster.ts';
import { DEFAULT_SUBNET_GROUP, defaultParameterGroup, type Region } from '../state/regions.ts';
import { checkCapacity, checkLogTypes, checkRetention } from './check-settings.ts';

/** The settings that creating, restoring and modifying a cluster all accept. */
interface Asked
  extends Pick<
    ClusterSettings,
    | 'AvailabilityZones'
    | 'BackupRetentionPeriod'
    | 'CopyTagsToSnapshot'
    | 'EngineLifecycleSupport'
    | 'NetworkType'
    | 'PreferredBackupWindow'
    | 'PreferredMaintenanceWindow'
    | 'ServerlessV2ScalingConfiguration'
    | 'StorageType'
  > {
  readonly DBClusterParameterGroupName?: string | undefined;
  readonly DBSubnetGroupName?: string | undefined;
  readonly EnableCloudwatchLogsExports?: string[] | undefined;
  readonly EnableIAMDatabaseAuthentication?: boolean | undefined;
  readonly VpcSecurityGroupIds?: string[] | undefined;
}

/** What a request asks for, checked; settings that it does not name are absent. */
export const askedSettings = (
  region: Region,
  asked: Asked,
  engineVersion: string,
): Partial<ClusterSettings> => {
  const group = asked.DBClusterParameterGroupName
    ? parameterGroupOf(
        region.clusterParameterGroups,
        asked.DBClusterParameterGroupName,
        'DBClusterParameterGroupNotFoundFault',
      )
    : undefined;
  if (group) checkFamily(group, engineVersion);
  checkLogTypes(asked.EnableCloudwatchLogsExports, engineVersion);
  checkRetention(asked.BackupRetentionPeriod);
  checkCapacity(asked.ServerlessV2ScalingConfiguration);
  return defined<ClusterSettings>({
    AvailabilityZones: asked.AvailabilityZones,
    BackupRetentionPeriod: asked.BackupRetentionPeriod,
    CopyTagsToSnapshot: asked.CopyTagsToSnapshot,
    DBClusterParameterGroup: group?.name,
    DBSubnetGroup: asked.DBSubnetGroupName && subnetGroupOf(region, asked.DBSubnetGroupName).name,
    EnabledCloudwatchLogsExports: asked.EnableCloudwatchLogsExports,
    EngineLifecycleSupport: asked.EngineLifecycleSupport,
    IAMDatabaseAuthenticationEnabled: asked.EnableIAMDatabaseAuthentication,
    NetworkType: asked.NetworkType,
    PreferredBackupWindow: asked.PreferredBackupWindow,
    PreferredMaintenanceWindow: asked.PreferredMaintenanceWindow,
    ServerlessV2ScalingConfiguration: asked.ServerlessV2ScalingConfiguration,
    StorageType: asked.StorageType,
    VpcSecurityGroups: asked.VpcSecurityGroupIds?.map((VpcSecurityGroupId) => ({
      VpcSecurityGroupId,
      Status: 'active',
    })),
  });
};

/** What a new cluster has where nothing is asked for. */
export const defaultSettings = (region: Region, family: string): ClusterSettings => ({
  AvailabilityZones: ['a', 'b', 'c'].map((zone) => `${region.place.region}${zone}`),
  BackupRetentionPeriod: 1,
  CopyTagsToSnapshot: false,
  DBClusterParameterGroup: defaultParameterGroup(family),
  DBSubnetGroup: DEFAULT_SUBNET_GROUP,
  EngineLifecycleSupport: 'open-source-rds-extended-support',
  IAMDatabaseAuthenticationEnabled: false,
  NetworkType: 'IPV4',
  PreferredBackupWindow: '03:00-03:30',
  PreferredMaintenanceWindow: 'sun:05:00-sun:05:30',
});

import type { DBClusterAssociatedRole } from '@aws-sdk/client-rds';
import { checkFamily, parameterGroupOf } from '../groups/parameter-group.ts';
import { subnetGroupOf } from '../groups/subnet-groups.ts';
import { defined } from '../input.ts';
import type { ClusterSettings } from '../state/cluster.ts';
import { DEFAULT_SUBNET_GROUP, defaultParameterGroup, type Region } from '../state/regions.ts';
import { checkZones, zonesOf } from '../zones.ts';
import { associated } from './associated-roles.ts';
import {
  checkBacktrack,
  checkCapacity,
  checkLogTypes,
  checkPort,
  checkRetention,
} from './check-settings.ts';

/** The settings that creating, restoring and modifying a cluster all accept. */
interface Asked
  extends Pick<
    ClusterSettings,
    | 'AvailabilityZones'
    | 'BacktrackWindow'
    | 'BackupRetentionPeriod'
    | 'CopyTagsToSnapshot'
    | 'DatabaseInsightsMode'
    | 'EngineLifecycleSupport'
    | 'NetworkType'
    | 'PreferredBackupWindow'
    | 'PreferredMaintenanceWindow'
    | 'ServerlessV2ScalingConfiguration'
    | 'StorageType'
  > {
  readonly AssociatedRoles?: DBClusterAssociatedRole[] | undefined;
  readonly DBClusterParameterGroupName?: string | undefined;
  readonly DBSubnetGroupName?: string | undefined;
  readonly EnableCloudwatchLogsExports?: string[] | undefined;
  readonly EnableIAMDatabaseAuthentication?: boolean | undefined;
  readonly Port?: number | undefined;
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
  checkPort(asked.Port);
  checkBacktrack(asked.BacktrackWindow);
  checkZones(region.place.region, asked.AvailabilityZones ?? []);
  return defined<ClusterSettings>({
    AssociatedRoles: asked.AssociatedRoles?.map(associated),
    BacktrackWindow: asked.BacktrackWindow,
    BackupRetentionPeriod: asked.BackupRetentionPeriod,
    CopyTagsToSnapshot: asked.CopyTagsToSnapshot,
    DatabaseInsightsMode: asked.DatabaseInsightsMode,
    DBClusterParameterGroup: group?.name,
    DBSubnetGroup: asked.DBSubnetGroupName && subnetGroupOf(region, asked.DBSubnetGroupName).name,
    EnabledCloudwatchLogsExports: asked.EnableCloudwatchLogsExports,
    EngineLifecycleSupport: asked.EngineLifecycleSupport,
    IAMDatabaseAuthenticationEnabled: asked.EnableIAMDatabaseAuthentication,
    NetworkType: asked.NetworkType,
    PreferredBackupWindow: asked.PreferredBackupWindow,
    PreferredMaintenanceWindow: asked.PreferredMaintenanceWindow?.toLowerCase(),
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
  AssociatedRoles: [],
  // A cluster lies in three, whichever the request names.
  AvailabilityZones: zonesOf(region.place.region),
  BackupRetentionPeriod: 1,
  CopyTagsToSnapshot: false,
  DBClusterParameterGroup: defaultParameterGroup(family),
  DatabaseInsightsMode: 'standard',
  DBSubnetGroup: DEFAULT_SUBNET_GROUP,
  EngineLifecycleSupport: 'open-source-rds-extended-support',
  IAMDatabaseAuthenticationEnabled: false,
  NetworkType: 'IPV4',
});

import type {
  CreateDBInstanceCommandInput,
  ModifyDBInstanceCommandInput,
} from '@aws-sdk/client-rds';
import { engineVersion } from '../engine-versions/versions.ts';
import { checkFamily, parameterGroupOf } from '../groups/parameter-group.ts';
import { defined } from '../input.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import type { InstanceSettings } from '../state/instance.ts';
import { defaultParameterGroup, type Region } from '../state/regions.ts';

/** The settings that can be asked for when an instance is created. */
export const INSTANCE_MEMBERS = [
  'AutoMinorVersionUpgrade',
  'AvailabilityZone',
  'CACertificateIdentifier',
  'CopyTagsToSnapshot',
  'DBInstanceClass',
  'DBInstanceIdentifier',
  'DBParameterGroupName',
  'EnablePerformanceInsights',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'PreferredMaintenanceWindow',
  'PromotionTier',
  'PubliclyAccessible',
] as const;

type Asked = Pick<
  CreateDBInstanceCommandInput,
  Exclude<(typeof INSTANCE_MEMBERS)[number], 'DBInstanceClass' | 'DBInstanceIdentifier'>
> &
  Pick<ModifyDBInstanceCommandInput, 'DBInstanceClass'>;

/** What a request asks for, checked; settings that it does not name are absent. */
export const askedInstanceSettings = (
  region: Region,
  asked: Asked,
  version: string,
): Partial<InstanceSettings> => {
  const group = asked.DBParameterGroupName
    ? parameterGroupOf(region.parameterGroups, asked.DBParameterGroupName)
    : undefined;
  if (group) checkFamily(group, version);
  const settings = {
    AutoMinorVersionUpgrade: asked.AutoMinorVersionUpgrade,
    AvailabilityZone: asked.AvailabilityZone,
    CACertificateIdentifier: asked.CACertificateIdentifier,
    CopyTagsToSnapshot: asked.CopyTagsToSnapshot,
    DBInstanceClass: asked.DBInstanceClass,
    MonitoringInterval: asked.MonitoringInterval,
    MonitoringRoleArn: asked.MonitoringRoleArn,
    PerformanceInsightsEnabled: asked.EnablePerformanceInsights,
    PerformanceInsightsKMSKeyId: asked.PerformanceInsightsKMSKeyId,
    PerformanceInsightsRetentionPeriod: asked.PerformanceInsightsRetentionPeriod,
    PreferredMaintenanceWindow: asked.PreferredMaintenanceWindow,
    PromotionTier: asked.PromotionTier,
    PubliclyAccessible: asked.PubliclyAccessible,
  };
  return { ...defined(settings), ...(group && { DBParameterGroupName: group.name }) };
};

export const newInstanceSettings = (
  rds: Rds,
  region: Region,
  asked: Asked,
  cluster: Cluster,
): InstanceSettings => ({
  AutoMinorVersionUpgrade: true,
  AvailabilityZone: `${region.place.region}a`,
  CACertificateIdentifier: rds.caIdentifier,
  CopyTagsToSnapshot: false,
  DBParameterGroupName: defaultParameterGroup(engineVersion(cluster.engineVersion).family),
  MonitoringInterval: 0,
  PerformanceInsightsEnabled: false,
  PreferredMaintenanceWindow: cluster.settings.PreferredMaintenanceWindow,
  PromotionTier: 1,
  PubliclyAccessible: false,
  ...askedInstanceSettings(region, asked, cluster.engineVersion),
});

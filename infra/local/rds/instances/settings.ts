import type {
  CreateDBInstanceCommandInput,
  ModifyDBInstanceCommandInput,
} from '@aws-sdk/client-rds';
import { type Call, ServiceError } from '../../service.ts';
import { engineVersion } from '../engine-versions/versions.ts';
import { invalidValue } from '../errors.ts';
import { checkFamily, parameterGroupOf } from '../groups/parameter-group.ts';
import { defined } from '../input.ts';
import { askedMonitoring } from '../monitoring.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import type { InstanceSettings } from '../state/instance.ts';
import { defaultParameterGroup } from '../state/regions.ts';
import { checkWindows } from '../windows.ts';
import { checkZones, zonesOf } from '../zones.ts';

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

/** The settings after a request, checked, where `before` is what there was. */
export const instanceSettings = (
  rds: Rds,
  call: Call,
  asked: Asked,
  { cluster, before }: { readonly cluster: Cluster; readonly before: InstanceSettings },
): InstanceSettings => {
  const group = asked.DBParameterGroupName
    ? parameterGroupOf(rds.regions.at(call).parameterGroups, asked.DBParameterGroupName)
    : undefined;
  if (group) checkFamily(group, cluster.engineVersion);
  checkZones(call.region, [asked.AvailabilityZone]);
  checkTier(asked.PromotionTier);
  checkCertificate(rds, asked.CACertificateIdentifier);
  const settings: InstanceSettings = {
    ...before,
    ...defined({
      AutoMinorVersionUpgrade: asked.AutoMinorVersionUpgrade,
      AvailabilityZone: asked.AvailabilityZone,
      CACertificateIdentifier: asked.CACertificateIdentifier,
      CopyTagsToSnapshot: asked.CopyTagsToSnapshot,
      DBInstanceClass: asked.DBInstanceClass,
      PreferredMaintenanceWindow: asked.PreferredMaintenanceWindow?.toLowerCase(),
      PromotionTier: asked.PromotionTier,
      PubliclyAccessible: asked.PubliclyAccessible,
    }),
    ...askedMonitoring(rds, call, asked, before),
    ...(group && { DBParameterGroupName: group.name }),
  };
  const { PreferredBackupWindow } = cluster.settings;
  if (asked.PreferredMaintenanceWindow) checkWindows({ ...settings, PreferredBackupWindow });
  return settings;
};

/** What a new instance has where nothing is asked for. Assumed: it is monitored as its cluster is. */
export const defaultInstanceSettings = (rds: Rds, cluster: Cluster): InstanceSettings => ({
  AutoMinorVersionUpgrade: true,
  AvailabilityZone: zonesOf(cluster.place.region)[0],
  CACertificateIdentifier: rds.caIdentifier,
  CopyTagsToSnapshot: false,
  DBParameterGroupName: defaultParameterGroup(engineVersion(cluster.engineVersion).family),
  MonitoringInterval: cluster.settings.MonitoringInterval,
  MonitoringRoleArn: cluster.settings.MonitoringRoleArn,
  PerformanceInsightsEnabled: cluster.settings.PerformanceInsightsEnabled,
  PerformanceInsightsKMSKeyId: cluster.settings.PerformanceInsightsKMSKeyId,
  PerformanceInsightsRetentionPeriod: cluster.settings.PerformanceInsightsRetentionPeriod,
  PreferredMaintenanceWindow: cluster.settings.PreferredMaintenanceWindow,
  PromotionTier: 1,
  PubliclyAccessible: false,
});

const checkTier = (tier: number | undefined): void => {
  if (tier !== undefined && (tier < 0 || tier > 15))
    throw invalidValue(`Invalid promotion tier: ${tier}. Must be between 0 and 15.`);
};

const CERTIFICATES = ['rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1', 'rds-ca-ecc384-g1'];

const checkCertificate = ({ caIdentifier }: Rds, asked: string | undefined): void => {
  if (asked !== undefined && ![...CERTIFICATES, caIdentifier].includes(asked))
    throw new ServiceError('CertificateNotFoundFault', `Certificate not found: ${asked}`, 404);
};

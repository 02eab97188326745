import type { ModifyDBInstanceCommandInput } from '@aws-sdk/client-rds';
import { checkInstanceClass } from '../engine-versions/instance-classes.ts';
import { clusterNotFound, invalidInstanceState } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { passingMonitoringRole } from '../monitoring.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { findInstance } from '../state/find.ts';
import type { Instance } from '../state/instance.ts';
import { instanceAnswer } from './answer.ts';
import { instanceSettings } from './settings.ts';

/** Changes are applied at once, as with `ApplyImmediately`: there are no maintenance windows here. */
export const modifyDBInstance = (rds: Rds): Operation<ModifyDBInstanceCommandInput> => ({
  permissions: (input, call) => [
    ...needs(rds, call, [
      ['db', input.DBInstanceIdentifier],
      ...(input.DBParameterGroupName ? [['pg', input.DBParameterGroupName] as const] : []),
    ]),
    ...passingMonitoringRole(input),
  ],
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'ApplyImmediately',
      'AutoMinorVersionUpgrade',
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
    ]);
    const region = rds.regions.at(call);
    const instance = findInstance(rds.regions, required(input, 'DBInstanceIdentifier'), call);
    const cluster = region.clusters.get(instance.clusterId);
    if (!cluster) throw clusterNotFound(instance.clusterId);
    if (instance.status !== 'available')
      throw invalidInstanceState('Database instance is not in available state.');
    if (input.DBInstanceClass) checkInstanceClass(input.DBInstanceClass, cluster.engineVersion);
    instance.settings = instanceSettings(rds, call, input, { cluster, before: instance.settings });
    passThroughModifying(rds, instance);
    return { DBInstance: instanceAnswer(region, instance) };
  },
});

const passThroughModifying = (rds: Rds, instance: Instance): void => {
  instance.status = 'modifying';
  rds.background.start({
    what: `modifying the instance ${instance.id}`,
    on: [],
    lasting: rds.durations.modifyInstance,
    done: () => {
      if (instance.status === 'modifying') instance.status = 'available';
    },
    failed: () => undefined,
  });
};

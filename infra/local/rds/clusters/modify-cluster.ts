import type { ModifyDBClusterCommandInput } from '@aws-sdk/client-rds';
import { invalidClusterState } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { Cluster, ClusterSettings } from '../state/cluster.ts';
import { findCluster } from '../state/find.ts';
import { clusterAnswer } from './answer.ts';
import { exportedLogs } from './log-exports.ts';
import { checkMasterPassword } from './master-user.ts';
import { COMMON_MEMBERS } from './members.ts';
import { becomeAvailable, changePassword } from './password.ts';
import { withSecurityGroups } from './security-groups.ts';
import { askedSettings } from './settings.ts';
import { plannedUpgrade, startUpgrade } from './upgrade.ts';

export const modifyDBCluster = (rds: Rds): Operation<ModifyDBClusterCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [
      ['cluster', input.DBClusterIdentifier],
      ...(input.DBClusterParameterGroupName
        ? [['cluster-pg', input.DBClusterParameterGroupName] as const]
        : []),
    ]),
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      ...COMMON_MEMBERS,
      'AllowMajorVersionUpgrade',
      'ApplyImmediately',
      'CloudwatchLogsExportConfiguration',
      'MasterUserPassword',
      'PreferredMaintenanceWindow',
    ]);
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    if (cluster.status !== 'available')
      throw invalidClusterState(
        `DB Cluster is not available for modification with status ${cluster.status}`,
      );
    change(rds, cluster, input);
    return { DBCluster: clusterAnswer(rds.regions.at(call), cluster) };
  },
});

/** Checks everything before it changes anything. */
const change = (rds: Rds, cluster: Cluster, input: ModifyDBClusterCommandInput): void => {
  const { MasterUserPassword: password, CloudwatchLogsExportConfiguration: logs } = input;
  if (password !== undefined) checkMasterPassword(password);
  const upgrade = plannedUpgrade(rds, cluster, input);
  const region = rds.regions.at(cluster.place);
  const asked = askedSettings(
    region,
    {
      ...input,
      EnableCloudwatchLogsExports:
        logs && exportedLogs(cluster.settings.EnabledCloudwatchLogsExports, logs),
    },
    upgrade?.name ?? cluster.engineVersion,
  );
  cluster.settings = withSecurityGroups(rds, region, { ...cluster.settings, ...asked });
  cluster.deletionProtection = input.DeletionProtection ?? cluster.deletionProtection;
  cluster.port = input.Port ?? cluster.port;
  if (upgrade && !input.ApplyImmediately) cluster.pending.engineVersion = upgrade.name;
  if (upgrade && input.ApplyImmediately) startUpgrade(rds, cluster, upgrade);
  else if (password === undefined && takesTime(asked)) passThroughModifying(rds, cluster);
  if (password !== undefined) changePassword(rds, cluster, password);
};

/** The rest is changed without a word. */
const TAKING_TIME: readonly (keyof ClusterSettings)[] = [
  'DBClusterParameterGroup',
  'EnabledCloudwatchLogsExports',
  'IAMDatabaseAuthenticationEnabled',
  'NetworkType',
  'ServerlessV2ScalingConfiguration',
  'StorageType',
  'VpcSecurityGroups',
];

const takesTime = (asked: Partial<ClusterSettings>): boolean =>
  TAKING_TIME.some((setting) => asked[setting] !== undefined);

const passThroughModifying = (rds: Rds, cluster: Cluster): void => {
  cluster.status = 'modifying';
  rds.background.start({
    what: `modifying the cluster ${cluster.id}`,
    on: [],
    lasting: rds.durations.modifyCluster,
    done: () => becomeAvailable(rds, cluster, 'modifying'),
    failed: () => undefined,
  });
};

import type { ModifyDBClusterCommandInput } from '@aws-sdk/client-rds';
import type { Call } from '../../service.ts';
import { invalidClusterState, invalidCombination } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { askedMonitoring } from '../monitoring.ts';
import { locate } from '../naming/arn.ts';
import type { Operation } from '../operation.ts';
import { needs } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { Cluster, ClusterSettings } from '../state/cluster.ts';
import { findCluster } from '../state/find.ts';
import { checkWindows } from '../windows.ts';
import { clusterAnswer } from './answer.ts';
import { askedPassword } from './asked-password.ts';
import { checkInsightsMode } from './check-settings.ts';
import { exportedLogs } from './log-exports.ts';
import { COMMON_MEMBERS } from './members.ts';
import { applyPendingPassword, becomeAvailable, changePassword } from './password.ts';
import { withSecurityGroups } from './security-groups.ts';
import { askedSettings } from './settings.ts';
import { plannedUpgrade, startUpgrade } from './upgrade.ts';

export const modifyDBCluster = (rds: Rds): Operation<ModifyDBClusterCommandInput> => ({
  permissions: (input, call) => {
    const { DBClusterIdentifier: name, DBClusterParameterGroupName: group } = input;
    const at = locate(name ?? '', 'cluster', call);
    const secret = rds.regions.at(call).clusters.get(at.name)?.secret;
    const managed = input.ManageMasterUserPassword ?? secret !== undefined;
    return [
      ...needs(rds, call, [['cluster', name], ...(group ? [['cluster-pg', group] as const] : [])], {
        context: { 'rds:ManageMasterUserPassword': String(managed) },
      }),
      ...(input.RotateMasterUserPassword && secret
        ? [{ action: 'secretsmanager:RotateSecret', resource: secret.arn }]
        : []),
    ];
  },
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      ...COMMON_MEMBERS,
      'AllowMajorVersionUpgrade',
      'ApplyImmediately',
      'CloudwatchLogsExportConfiguration',
      'DatabaseInsightsMode',
      'ManageMasterUserPassword',
      'MasterUserPassword',
      'MasterUserSecretKmsKeyId',
      'RotateMasterUserPassword',
      'PreferredMaintenanceWindow',
    ]);
    const cluster = findCluster(rds.regions, required(input, 'DBClusterIdentifier'), call);
    if (cluster.status !== 'available')
      throw invalidClusterState(
        `DB Cluster is not available for modification with status ${cluster.status}`,
      );
    change(rds, call, cluster, input);
    return { DBCluster: clusterAnswer(rds.regions.at(call), cluster) };
  },
});

/** Checks everything before it changes anything. */
const change = (
  rds: Rds,
  call: Call,
  cluster: Cluster,
  input: ModifyDBClusterCommandInput,
): void => {
  const { ApplyImmediately: immediately = false, CloudwatchLogsExportConfiguration: logs } = input;
  const password = askedPassword(rds, call, input, cluster);
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
  if (input.BacktrackWindow && cluster.settings.BacktrackWindow === undefined)
    throw invalidCombination(
      `Backtrack can't be enabled for ${cluster.id}, which was created without it.`,
    );
  const settings = withSecurityGroups(rds, region, {
    ...cluster.settings,
    ...asked,
    ...askedMonitoring(rds, call, input, cluster.settings),
  });
  checkWindows(settings);
  checkInsightsMode(settings);
  cluster.settings = settings;
  cluster.deletionProtection = input.DeletionProtection ?? cluster.deletionProtection;
  const moves = input.Port !== undefined && input.Port !== cluster.port;
  cluster.port = input.Port ?? cluster.port;
  if (password) changePassword(rds, cluster, password, immediately);
  if (upgrade && !immediately) cluster.pending.engineVersion = upgrade.name;
  if (upgrade && immediately) startUpgrade(rds, cluster, upgrade);
  else if (moves || takesTime(asked)) passThroughModifying(rds, cluster, moves);
  else applyPendingPassword(rds, cluster);
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

/** A server moves to another port by starting again. */
const passThroughModifying = (rds: Rds, cluster: Cluster, moves: boolean): void => {
  const { resourceId, port, server } = cluster;
  cluster.status = 'modifying';
  rds.background.start({
    what: `modifying the cluster ${cluster.id}`,
    on: moves ? [resourceId] : [],
    run: async () => {
      if (!moves || !server) return undefined;
      await rds.engine.stop(resourceId);
      return rds.engine.start(resourceId, { port });
    },
    lasting: rds.durations.modifyCluster,
    done: (moved) => {
      if (moved && cluster.server) cluster.server = moved;
      becomeAvailable(rds, cluster, 'modifying');
    },
    failed: () => {
      if (cluster.status === 'modifying') cluster.status = 'failed';
    },
  });
};

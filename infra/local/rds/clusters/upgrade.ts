import { checkUpgrade, type EngineVersion, engineVersion } from '../engine-versions/versions.ts';
import { invalidClusterState, invalidCombination } from '../errors.ts';
import { clusterNotices } from '../events/messages.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import { instancesOf } from '../state/find.ts';
import { defaultParameterGroup } from '../state/regions.ts';
import { becomeAvailable } from './password.ts';

interface Asked {
  readonly AllowMajorVersionUpgrade?: boolean | undefined;
  readonly EngineVersion?: string | undefined;
}

/** The version to upgrade to, checked; `undefined` if the request asks for none or for the same. */
export const plannedUpgrade = (
  rds: Rds,
  cluster: Cluster,
  { EngineVersion: asked, AllowMajorVersionUpgrade }: Asked,
): EngineVersion | undefined => {
  if (!asked || asked === cluster.engineVersion) return undefined;
  const from = engineVersion(cluster.engineVersion);
  const to = engineVersion(asked);
  checkUpgrade(from, to);
  if (to.major !== from.major && !AllowMajorVersionUpgrade)
    throw invalidCombination(
      'The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.',
    );
  const members = instancesOf(rds.regions.at(cluster.place), cluster);
  if (!members.some(({ isWriter, status }) => isWriter && status === 'available'))
    throw invalidClusterState(
      `Cannot modify engine version without a healthy primary instance in DB cluster: ${cluster.id}`,
    );
  return to;
};

/** Only what the cluster says of its version changes: the local server stays the same. */
export const startUpgrade = (rds: Rds, cluster: Cluster, to: EngineVersion): void => {
  const { major, family } = engineVersion(cluster.engineVersion);
  cluster.status = 'upgrading';
  rds.background.start({
    what: `upgrading the cluster ${cluster.id}`,
    on: [],
    lasting: rds.durations.upgradeCluster,
    done: () => {
      cluster.engineVersion = to.name;
      cluster.pending.engineVersion = undefined;
      if (cluster.settings.DBClusterParameterGroup === defaultParameterGroup(family))
        cluster.settings.DBClusterParameterGroup = defaultParameterGroup(to.family);
      const { upgraded, majorUpgraded } = clusterNotices;
      rds.notices.tell('cluster', cluster, to.major === major ? upgraded : majorUpgraded);
      becomeAvailable(rds, cluster, 'upgrading');
    },
    failed: () => undefined,
  });
};

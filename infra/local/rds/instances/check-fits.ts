import type { CreateDBInstanceCommandInput } from '@aws-sdk/client-rds';
import { checkStatus } from '../clusters/check-status.ts';
import { checkInstanceClass, SERVERLESS } from '../engine-versions/instance-classes.ts';
import { engineVersion } from '../engine-versions/versions.ts';
import { invalidClusterState, invalidCombination } from '../errors.ts';
import type { Cluster } from '../state/cluster.ts';
import { instancesOf } from '../state/find.ts';
import type { Region } from '../state/regions.ts';

/** An Aurora cluster has a writer and 15 readers at most. */
const MOST_INSTANCES = 16;

/** Refuses an instance that its cluster cannot take, or cannot take now. */
export const checkFits = (
  region: Region,
  cluster: Cluster,
  input: CreateDBInstanceCommandInput,
): void => {
  checkStatus(cluster, 'available');
  checkInstanceClass(input.DBInstanceClass ?? '', cluster.engineVersion);
  if (input.EngineVersion && engineVersion(input.EngineVersion).name !== cluster.engineVersion)
    throw invalidCombination(
      `The engine version that you requested for your DB instance (${input.EngineVersion}) does not match the engine version of your DB cluster (${cluster.engineVersion}).`,
    );
  if (input.DBInstanceClass === SERVERLESS && !cluster.settings.ServerlessV2ScalingConfiguration)
    throw invalidClusterState(
      'Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.',
    );
  if (instancesOf(region, cluster).length >= MOST_INSTANCES)
    throw invalidClusterState(
      `The DB cluster ${cluster.id} has ${MOST_INSTANCES} DB instances, which is the maximum.`,
    );
};

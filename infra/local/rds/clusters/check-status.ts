import { invalidClusterState } from '../errors.ts';
import type { Cluster } from '../state/cluster.ts';

/** Refuses, in the words of AWS, what a cluster in this status cannot do. */
export const checkStatus = (cluster: Cluster, ...expected: string[]): void => {
  if (expected.includes(cluster.status)) return;
  throw invalidClusterState(
    `DbCluster ${cluster.id} is in ${cluster.status} state but expected it to be one of ${expected.join(',')}.`,
  );
};

import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import { instancesOf } from '../state/find.ts';

/** Nothing can be done with the cluster any more but to delete it, its instances first. */
export const failCluster = (rds: Rds, cluster: Cluster): void => {
  cluster.status = 'failed';
  for (const instance of instancesOf(rds.regions.at(cluster.place), cluster))
    instance.status = 'failed';
};

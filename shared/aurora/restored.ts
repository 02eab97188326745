import { StepFailure } from '../errors.ts';
import type { Aurora } from './aurora.ts';
import type { Cluster } from './cluster.ts';

/** The very cluster that this operation restored; `CLUSTER_VANISHED` where it is gone or another. */
export async function restored(
  aurora: Pick<Aurora, 'cluster'>,
  id: string,
  resourceId: string | undefined,
): Promise<Cluster> {
  const cluster = await aurora.cluster(id);
  if (cluster && cluster.resource_id === resourceId) return cluster;
  throw new StepFailure(
    'CLUSTER_VANISHED',
    cluster
      ? `${id} is ${cluster.resource_id}, not ${resourceId}, which was restored`
      : `${id} (${resourceId}), which was restored, is gone`,
  );
}

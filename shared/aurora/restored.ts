import { StepFailure } from '../errors.ts';
import type { Operation } from '../operation/operation.ts';
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

/**
 * The `DbClusterResourceId` of what this operation restored last: in this attempt, or in an earlier
 * one where a replay began behind the restore.
 */
export const lastRestored = ({ resources }: Pick<Operation, 'resources'>): string | undefined =>
  Object.values(resources)
    .filter(({ role }) => role === 'target')
    .sort((a, b) => a.attempt - b.attempt)
    .at(-1)?.resource_id;

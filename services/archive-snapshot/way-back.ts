import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { OldTarget } from '../../shared/operation/operation.ts';

/**
 * What was replaced, and the newest snapshot from which that can be restored, if one was taken of it. One
 * of what an earlier attempt restored leads nowhere.
 */
export function wayBack(old: OldTarget | undefined, kept: readonly ClusterSnapshot[]) {
  if (!old) return {};
  const [newest] = kept
    .filter(({ source_resource_id }) => source_resource_id === old.resource_id)
    .sort((a, b) => (b.created_at?.getTime() ?? 0) - (a.created_at?.getTime() ?? 0));
  return {
    replaced_cluster_arn: old.arn,
    ...(newest && { final_snapshot_id: newest.id }),
  };
}

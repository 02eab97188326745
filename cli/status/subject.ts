import type { Operation } from '../../shared/operation/operation.ts';

/** What is restored from what. */
export function subject({ request, snapshot, target }: Operation): string {
  const to = target?.cluster_id ?? String(request.target_cluster_id ?? '(no target)');
  const from =
    snapshot?.id ??
    (request.snapshot_name !== undefined
      ? String(request.snapshot_name)
      : `the ${request.snapshot_date ? `snapshot of ${request.snapshot_date}` : 'latest snapshot'} of ${request.source_cluster_id ?? '(no source)'}`);
  return `${to} from ${from}`;
}

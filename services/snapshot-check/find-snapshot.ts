import type { RestoreRequest } from '../../events/restore-request.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { OPERATION_TAG } from '../../shared/configuration/names.ts';

/** The snapshot that is meant: by name, else the latest of the source cluster, of a day if one is named. */
export async function findSnapshot(
  aurora: Pick<Aurora, 'snapshot' | 'snapshotsOf'>,
  { snapshot_name, source_cluster_id = '', snapshot_date }: RestoreRequest,
): Promise<ClusterSnapshot | undefined> {
  if (snapshot_name !== undefined) return await aurora.snapshot(snapshot_name);
  const [latest] = (await aurora.snapshotsOf(source_cluster_id))
    .filter(({ status }) => status === 'available')
    .filter(({ created_at }) => !snapshot_date || day(created_at) === snapshot_date)
    /** The pipeline's own copies are as old as their source, whatever their date says. */
    .filter(({ copy_of, tags }) => !(copy_of && tags[OPERATION_TAG]))
    .sort((a, b) => (b.created_at?.getTime() ?? 0) - (a.created_at?.getTime() ?? 0));
  return latest;
}

/** The same in words. */
export const wanted = ({
  snapshot_name,
  source_cluster_id,
  snapshot_date,
}: RestoreRequest): string =>
  snapshot_name !== undefined
    ? `cluster snapshot ${snapshot_name}`
    : `available snapshot of ${source_cluster_id}${snapshot_date ? ` of ${snapshot_date} (UTC)` : ''}`;

const day = (time: Date | undefined) => time?.toISOString().slice(0, 10);

import type { RestoreRequest } from '../../events/restore-request.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { OPERATION_TAG } from '../../shared/configuration/names.ts';

type Which = Pick<RestoreRequest, 'snapshot_name' | 'source_cluster_id' | 'snapshot_date'>;

/**
 * The snapshot that is meant: by name, else the latest of the source cluster, of a day if one is named.
 * One that is not available counts only where no other is.
 */
export async function findSnapshot(
  aurora: Pick<Aurora, 'snapshot' | 'snapshotsOf'>,
  { snapshot_name, source_cluster_id = '', snapshot_date }: Which,
): Promise<ClusterSnapshot | undefined> {
  if (snapshot_name !== undefined) return await aurora.snapshot(snapshot_name);
  const [latest] = (await aurora.snapshotsOf(source_cluster_id))
    .filter(({ created_at }) => !snapshot_date || day(created_at) === snapshot_date)
    /** The pipeline's own copies are as old as their source, whatever their date says. */
    .filter(({ copy_of, tags }) => !(copy_of && tags[OPERATION_TAG]))
    .sort((a, b) => rank(b) - rank(a) || time(b) - time(a));
  return latest;
}

const ranks = new Map([
  ['available', 2],
  ['creating', 1],
  ['copying', 1],
]);
const rank = ({ status }: ClusterSnapshot) => ranks.get(status) ?? 0;
const time = ({ created_at }: ClusterSnapshot) => created_at?.getTime() ?? 0;

/** The same in words. */
export const wanted = ({ snapshot_name, source_cluster_id, snapshot_date }: Which): string =>
  snapshot_name !== undefined
    ? `cluster snapshot ${snapshot_name}`
    : `snapshot of ${source_cluster_id}${snapshot_date ? ` of ${snapshot_date} (UTC)` : ''}`;

const day = (time: Date | undefined) => time?.toISOString().slice(0, 10);

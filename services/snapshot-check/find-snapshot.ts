import type { RestoreRequest } from '../../events/restore-request.ts';
import { rdsArn } from '../../shared/aurora/arn.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { SourcePlace, SourceSide } from '../../shared/aurora/source.ts';
import { OPERATION_TAG } from '../../shared/configuration/names.ts';

type Which = Pick<RestoreRequest, 'snapshot_name' | 'source_cluster_id' | 'snapshot_date'>;
type Where = Pick<RestoreRequest, 'snapshot_name' | 'source_region' | 'source_account_id'>;

/** Where a request says that its snapshot lies: here, unless it says otherwise. */
export function placeOf(
  { snapshot_name = '', source_region, source_account_id }: Partial<Where>,
  here: SourcePlace,
): SourcePlace {
  const { region, account_id } = rdsArn(snapshot_name) ?? {
    region: source_region ?? here.region,
    account_id: source_account_id ?? here.account_id,
  };
  return { region, account_id };
}

export const samePlace = (a: SourcePlace, b: SourcePlace): boolean =>
  a.region === b.region && a.account_id === b.account_id;

/**
 * The snapshot that is meant: by name, else the latest of the source cluster, of a day if one is named.
 * One that is not available counts only where no other is.
 */
export async function findSnapshot(
  side: Pick<SourceSide, 'snapshot' | 'snapshotsOf'>,
  { snapshot_name, source_cluster_id = '', snapshot_date }: Partial<Which>,
): Promise<ClusterSnapshot | undefined> {
  if (snapshot_name !== undefined) return await side.snapshot(snapshot_name);
  const [latest] = (await side.snapshotsOf(source_cluster_id))
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
export function wanted(
  { snapshot_name, source_cluster_id, snapshot_date }: Partial<Which>,
  place: SourcePlace,
  here: SourcePlace,
): string {
  const what =
    snapshot_name !== undefined
      ? `cluster snapshot ${snapshot_name}`
      : `snapshot of ${source_cluster_id}${snapshot_date ? ` of ${snapshot_date} (UTC)` : ''}`;
  return [
    what,
    ...(place.region === here.region ? [] : [`in ${place.region}`]),
    ...(place.account_id === here.account_id ? [] : [`in account ${place.account_id}`]),
  ].join(' ');
}

const day = (time: Date | undefined) => time?.toISOString().slice(0, 10);

import { rdsArn } from '../../shared/aurora/arn.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { SourcePlace } from '../../shared/aurora/source.ts';
import type { AutoRestore } from '../../shared/configuration/auto-restores.ts';
import { PURPOSE_TAG } from '../../shared/configuration/names.ts';
import { isHere, targetsOf } from '../../shared/configuration/restore-targets.ts';
import { hasWildcard, matchesWildcard } from '../../shared/configuration/wildcard.ts';

type Snapshot = Pick<
  ClusterSnapshot,
  'arn' | 'id' | 'type' | 'source_cluster_id' | 'engine' | 'tags'
>;

export const placeOf = ({ source }: AutoRestore, here: SourcePlace): SourcePlace => ({
  account_id: source.account_id ?? here.account_id,
  region: source.region ?? here.region,
});

/** The one cluster that a rule is about, if it is about one alone. */
export const onlyCluster = ({ source: { cluster_id } }: AutoRestore): string | undefined =>
  cluster_id !== undefined && hasWildcard(cluster_id) ? undefined : cluster_id;

/** Whether a rule is about snapshots of this name, be it by itself or behind `rds:`. */
export const isNamedFor = ({ source: { snapshot_pattern = '*' } }: AutoRestore, name: string) =>
  matchesWildcard(snapshot_pattern, name.replace(/^rds:/, ''));

/** Whether a rule is about a snapshot of its place. */
export const isAbout =
  (rules: readonly AutoRestore[], here: SourcePlace) =>
  (rule: AutoRestore, snapshot: Snapshot): boolean =>
    !isMadeHere(snapshot) &&
    !isOfBackupService(snapshot) &&
    isNamedFor(rule, nameOf(snapshot)) &&
    kinds[rule.snapshots].includes(snapshot.type) &&
    isOfCluster(rules, here, rule, snapshot);

/**
 * What a pipeline made, of whatever environment: a copy, or an old target's final snapshot. Those carry
 * the tag; a restored cluster's own snapshots may inherit its others, and are nobody's here. To other
 * accounts a snapshot shows no tags: there the name counts, which automated ones cannot have.
 */
const isMadeHere = (snapshot: Snapshot): boolean =>
  nameOf(snapshot).startsWith('aurora-restore-') || Object.hasOwn(snapshot.tags, PURPOSE_TAG);

/** AWS Backup's own, which no request can name: `awsbackup:job-...`. */
const isOfBackupService = (snapshot: Snapshot): boolean =>
  nameOf(snapshot).startsWith('awsbackup:');

const nameOf = ({ arn, id }: Snapshot) => rdsArn(arn)?.name ?? id;

const kinds: Readonly<Record<AutoRestore['snapshots'], readonly Snapshot['type'][]>> = {
  automated: ['automated'],
  manual: ['manual'],
  any: ['automated', 'manual'],
};

/** Many clusters are those that can be restored; of one alone it is told that it cannot be. */
function isOfCluster(
  rules: readonly AutoRestore[],
  here: SourcePlace,
  rule: AutoRestore,
  { source_cluster_id, engine }: Snapshot,
): boolean {
  const { cluster_id } = rule.source;
  if (onlyCluster(rule) === undefined && engine !== 'aurora-mysql') return false;
  if (cluster_id !== undefined) return matchesWildcard(cluster_id, source_cluster_id);
  /** Every cluster but those that are restored by a rule: it would restore for ever. */
  return !(
    isHere(rule, here) && rules.some((one) => matchesWildcard(targetsOf(one), source_cluster_id))
  );
}

/** What a rule of `auto_restores` says of where snapshots come from, and of what becomes of them. */
export interface FromTo {
  readonly name: string;
  readonly source: {
    readonly cluster_id?: string | undefined;
    readonly account_id?: string | undefined;
    readonly region?: string | undefined;
  };
  readonly request: { readonly target_cluster_id: string };
}

export interface Place {
  readonly account_id: string;
  readonly region: string;
}

/** Stands for the source cluster's name in a rule's target. */
export const SOURCE_CLUSTER = '{source_cluster_id}';

/** The target of a source cluster; of a pattern, the pattern of its targets. */
export const targetOf = (
  { target_cluster_id }: FromTo['request'],
  sourceClusterId: string,
): string => target_cluster_id.replaceAll(SOURCE_CLUSTER, sourceClusterId).toLowerCase();

/** The names that a rule's targets can have, as a pattern. */
export const targetsOf = ({ source, request }: Pick<FromTo, 'source' | 'request'>): string =>
  targetOf(request, source.cluster_id ?? '*');

/**
 * Whether a rule is about the deployment's own account and region, where all targets are. A place that
 * is written out is elsewhere, unless it is known that it is not.
 */
export const isHere = ({ source }: Pick<FromTo, 'source'>, here?: Place): boolean =>
  (source.account_id ?? here?.account_id) === here?.account_id &&
  (source.region ?? here?.region) === here?.region;

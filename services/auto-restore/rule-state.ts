import * as z from 'zod';
import type { SourcePlace } from '../../shared/aurora/source.ts';
import type { AutoRestore } from '../../shared/configuration/auto-restores.ts';

const time = z.iso.datetime();

const asked = z.object({
  snapshot_arn: z.string(),
  /** Of the snapshot. */
  created_at: time,
  asked_at: time,
  operation_id: z.string(),
  /** As it is put on the bus, each time the same. */
  request: z.record(z.string(), z.unknown()),
  /** Whether it is known to be out. */
  sent: z.boolean(),
});
/** The restore that was asked for last. */
export type Asked = z.infer<typeof asked>;

const cluster = z.object({
  asked: asked.optional(),
  /** The ARN of a snapshot that is or may be new, and was not asked for yet. */
  awaits: z.string().optional(),
});
export type ClusterState = z.infer<typeof cluster>;

export const ruleState = z.object({
  /** What the rule is about; another is another rule. */
  source: z.string(),
  since: time,
  /** When the rule was last known to be there, to the hour. */
  seen_at: time,
  /** When all clusters were last looked at, also those that nothing was told of. */
  looked_at: time.optional(),
  /** By the source cluster's name. A list in the table: as a key of a record not every name can stand. */
  clusters: z
    .array(cluster.extend({ cluster_id: z.string() }))
    .transform((all) => new Map(all.map(({ cluster_id, ...one }) => [cluster_id, one]))),
});
export type RuleState = z.infer<typeof ruleState>;

const HOUR_MS = 60 * 60_000;
/** A rule that was gone for so long is new when it comes back. */
const FORGOTTEN_AFTER_MS = 7 * 24 * HOUR_MS;

/** The state of a rule as it is now declared; the same object where nothing has changed. */
export function known(
  rule: Pick<AutoRestore, 'source' | 'snapshots'>,
  place: SourcePlace,
  before: RuleState | undefined,
  now: Date,
): RuleState {
  const { cluster_id, snapshot_pattern } = rule.source;
  const source = JSON.stringify({
    ...place,
    cluster_id,
    snapshot_pattern,
    snapshots: rule.snapshots,
  });
  const same = before?.source === source ? before : undefined;
  const unseen = same ? now.getTime() - Date.parse(same.seen_at) : 0;
  const at = now.toISOString();
  if (!same || unseen > FORGOTTEN_AFTER_MS)
    return { source, since: at, seen_at: at, clusters: same?.clusters ?? new Map() };
  return unseen > HOUR_MS ? { ...same, seen_at: at } : same;
}

/** The state without what is known of one cluster. */
export function withoutCluster(state: RuleState, id: string): RuleState {
  const clusters = new Map(state.clusters);
  return clusters.delete(id) ? { ...state, clusters } : state;
}

/** The state with another one of one cluster. */
export const withCluster = (state: RuleState, id: string, cluster: ClusterState): RuleState => ({
  ...state,
  clusters: new Map(state.clusters).set(id, cluster),
});

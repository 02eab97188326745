import { createHash } from 'node:crypto';
import { RestoreRequested } from '../../events/index.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { AutoRestore } from '../../shared/configuration/auto-restores.ts';
import { targetOf } from '../../shared/configuration/restore-targets.ts';
import type { OutgoingEvent } from '../../shared/operation/operation.ts';
import type { Asked } from './rule-state.ts';

type Snapshot = Pick<ClusterSnapshot, 'arn'> & { readonly created_at: Date };

/** A rule has 20 characters at most, an operation's id 40. */
const HASH_LENGTH = 14;

/** One restore for each snapshot and rule, however often it is asked for; another one of its name is another. */
const operationIdOf = ({ name }: AutoRestore, { arn, created_at }: Snapshot): string => {
  const what = JSON.stringify([name, arn, created_at.toISOString()]);
  return `auto-${name}-${createHash('sha256').update(what).digest('hex').slice(0, HASH_LENGTH)}`;
};

/** What is asked for when a rule finds this snapshot of a cluster. */
export function askFor(rule: AutoRestore, clusterId: string, snapshot: Snapshot, now: Date): Asked {
  const operation_id = operationIdOf(rule, snapshot);
  return {
    snapshot_arn: snapshot.arn,
    created_at: snapshot.created_at.toISOString(),
    asked_at: now.toISOString(),
    operation_id,
    request: {
      ...rule.request,
      operation_id,
      snapshot_name: snapshot.arn,
      target_cluster_id: targetOf(rule.request, clusterId),
      requested_by: `auto-restore rule ${rule.name}`,
    },
    sent: false,
  };
}

export const eventOf = ({ request }: Asked): OutgoingEvent => ({
  source: RestoreRequested.source,
  detail_type: RestoreRequested.name,
  detail: request,
});

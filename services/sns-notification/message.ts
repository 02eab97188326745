import { sentence } from '../../shared/notification/sentence.ts';
import type { Observed } from '../../shared/step/observed.ts';

/** A notification: a subject and a text for people, attributes for filter policies. */
export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const headlines: Readonly<Record<string, { status: string; says: string }>> = {
  SnapshotVerified: { status: 'started', says: 'Restore started' },
  RestoreCompleted: { status: 'completed', says: 'Restore completed' },
  RestoreFailed: { status: 'failed', says: 'RESTORE FAILED' },
  RestoreRejected: { status: 'rejected', says: 'Restore rejected' },
  RestoreCancelled: { status: 'cancelled', says: 'Restore cancelled' },
};

/** SNS takes subjects of ASCII without line breaks, under 100 characters. Source: SNS API, Publish. */
const LONGEST_SUBJECT = 99;

export function messageFor(event: Observed, environment: string): Message {
  const { status, says } = headlines[event.name] ?? { status: 'unknown', says: event.name };
  const target = String(event.detail.target_cluster_id || 'unknown target');
  return {
    subject: `[${environment}] ${says}: ${target}`
      .replace(/[^ -~]/g, '?')
      .slice(0, LONGEST_SUBJECT),
    text: [
      `${sentence(event)}.`,
      '',
      ...facts(event).map(([label, value]) => `${label}: ${value}`),
      '',
      `Operation: ${event.operation_id}`,
      `Environment: ${environment}`,
      `Time: ${event.occurred_at}`,
      '',
      `See: aurora-restore status ${event.operation_id}`,
    ].join('\n'),
    attributes: {
      event: event.name,
      status,
      environment,
      operation_id: event.operation_id,
      target_cluster_id: target,
    },
  };
}

/** The facts of an event, in the order and under the names that people want. */
function facts({ detail }: Observed): [string, string][] {
  return labels
    .filter(([field]) => detail[field] !== undefined)
    .map(([field, label]) => [label, shown(detail[field])]);
}

const labels = [
  ['snapshot_arn', 'Snapshot'],
  ['endpoint', 'Endpoint'],
  ['reader_endpoint', 'Reader endpoint'],
  ['port', 'Port'],
  ['users', 'Users and their secrets'],
  ['inherited_users', 'Undeclared accounts of the snapshot'],
  ['inherited_events', 'Enabled events of the snapshot'],
  ['inherited_replication', 'Replication of the snapshot'],
  ['deleted', 'Deleted'],
  ['kept', 'Kept'],
  ['step', 'Step'],
  ['code', 'Code'],
  ['message', 'Message'],
  ['cause', 'Cause'],
  ['reasons', 'Reasons'],
  ['remedy', 'What to do'],
  ['dead_letter_queue', 'The message lies in'],
  ['created', 'Left behind'],
] as const;

function shown(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  const lines = value.map((item) =>
    typeof item === 'object' && item !== null ? Object.values(item).join('  ') : String(item),
  );
  return lines.length > 0 ? lines.map((line) => `\n  - ${line}`).join('') : 'nothing';
}

import type { Resource } from '../../shared/operation/operation.ts';
import type { Place, Told } from './told.ts';

/** An event of an operation, as the service is told of it. */
export const aTold = (
  name: string,
  facts: object,
  {
    resources = {},
    place = { environment: 'dev', region: 'eu-west-1' },
  }: {
    readonly resources?: Readonly<Record<string, Resource>>;
    readonly place?: Place;
  } = {},
): Told => ({
  event: {
    name,
    operation_id: 'op-1',
    sequence: 7,
    event_id: 'e-7',
    occurred_at: '2026-01-02T12:00:00.000Z',
    detail: {
      operation_id: 'op-1',
      attempt: 1,
      sequence: 7,
      metadata: { event_id: 'e-7', occurred_at: '2026-01-02T12:00:00.000Z', version: 1 },
      ...facts,
    },
  },
  operation: { resources: { ...resources } },
  place,
});

const target_cluster_id = 'target';

/** The facts of each event that notifies. */
export const someFacts = {
  SnapshotVerified: {
    target_cluster_id,
    snapshot_arn: 'arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:shop-1',
    engine_version: '8.0.mysql_aurora.3.08.0',
    copy_required: false,
    target_exists: true,
  },
  RestoreCompleted: {
    target_cluster_id,
    cluster_arn: 'arn:aws:rds:eu-west-1:123456789012:cluster:target',
    endpoint: 'writer.example',
    port: 3306,
    snapshot_arn: 'arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:shop-1',
    users: [{ username: 'app_user', secret_name: 'aurora-restore/dev/target/app_user' }],
    deleted: ['target-1'],
    kept: ['aurora-restore-op-1-final-1'],
    replaced_cluster_arn: 'arn:aws:rds:eu-west-1:123456789012:cluster:target',
    final_snapshot_id: 'aurora-restore-op-1-final-1',
    started_at: '2026-01-02T11:00:00.000Z',
  },
  RestoreFailed: {
    target_cluster_id,
    step: 'delete_rds',
    code: 'TARGET_STOPPED',
    message: 'cluster target is stopped',
    remedy: 'Start the cluster; then redrive.',
    dead_letter_queue: 'aurora-restore-delete-rds-dlq',
  },
  RestoreRejected: {
    target_cluster_id,
    reasons: [
      { code: 'REQUEST_INVALID', field: 'port', message: 'must be a number', remedy: 'Mend it.' },
      { code: 'TARGET_LOCKED', message: 'op-0 has target', remedy: 'Wait for it.' },
    ],
  },
  RestoreCancelled: { target_cluster_id, created: ['cluster target'] },
} as const;

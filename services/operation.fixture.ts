import { aSnapshot } from '../shared/aurora/aurora.fixture.ts';
import type { Operation } from '../shared/operation/operation.ts';
import type { ClusterSettings } from '../shared/operation/settings.ts';

export const NOW = new Date('2026-01-02T12:00:00Z');
export const REGION = 'eu-west-1';

export const someSettings: ClusterSettings = {
  db_instance_class: 'db.r6g.large',
  instance_count: 1,
  final_snapshot: true,
  archive: 'delete',
  deletion_protection: false,
  engine_version: '8.0.mysql_aurora.3.08.0',
  tags: {},
};

export const someSnapshot: NonNullable<Operation['snapshot']> = {
  arn: aSnapshot().arn,
  id: 'shop-1',
  source_cluster_id: 'source',
  source_resource_id: 'cluster-SOURCE',
  engine: 'aurora-mysql',
  engine_version: '8.0.mysql_aurora.3.08.0',
  master_username: 'admin',
  created_at: '2026-01-01T03:00:00.000Z',
  kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/first',
};

export const someTarget: NonNullable<Operation['target']> = {
  cluster_id: 'target',
  settings: someSettings,
  old: {
    arn: 'arn:aws:rds:eu-west-1:123456789012:cluster:target',
    resource_id: 'cluster-OLD',
    deletion_protection: false,
    instances: [{ id: 'target-1', instance_class: 'db.r6g.large', writer: true }],
    settings: {},
  },
};

export const anOperation = (more: Partial<Operation> = {}): Operation => ({
  operation_id: 'op-1',
  status: 'in_progress',
  step: 'check_snapshot',
  sequence: 1,
  attempt: 1,
  published: true,
  deadline: '2026-01-02T13:00:00.000Z',
  start_time: '2026-01-02T11:00:00.000Z',
  update_time: '2026-01-02T12:00:00.000Z',
  request: { target_cluster_id: 'target', snapshot_name: 'shop-1' },
  request_event_id: 'e-1',
  snapshot: someSnapshot,
  target: someTarget,
  resources: {},
  stages: {},
  ...more,
});

/** The detail of an event: its facts in an envelope. */
export const aDetail = <Facts extends object>(facts: Facts) => ({
  operation_id: 'op-1',
  attempt: 1,
  sequence: 1,
  metadata: { event_id: 'e-1', occurred_at: NOW.toISOString(), version: 1 as const },
  ...facts,
});

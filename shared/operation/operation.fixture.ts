import { randomUUID } from 'node:crypto';
import type { Operation, OperationError, OutgoingEvent } from './operation.ts';
import type { Plan } from './plan.ts';

/** The moment at which tests begin. */
export const NOW = new Date('2026-03-01T12:00:00.000Z');

/** So many seconds after that moment, or before it. */
export const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

/** The same as operations write it. */
export const at = (seconds: number): string => later(seconds).toISOString();

export const eventWith = (overrides: Partial<OutgoingEvent> = {}): OutgoingEvent => ({
  source: 'aurora-restore',
  detail_type: 'SnapshotCopyStarted',
  detail: { copy_id: 'copy' },
  ...overrides,
});

export const errorWith = (overrides: Partial<OperationError> = {}): OperationError => ({
  code: 'SNAPSHOT_COPY_FAILED',
  message: 'copy is gone',
  remedy: 'Copy it.',
  step: 'check_copy',
  at: at(-30),
  message_id: 'failed-message',
  dead_letter_queue: 'check-copy-status-dlq',
  ...overrides,
});

/** In progress since two minutes at its third stage, free, with everything published; a target of its own. */
export const operationWith = ({
  operation_id = `op-${randomUUID()}`,
  ...overrides
}: Partial<Operation> = {}): Operation => ({
  operation_id,
  status: 'in_progress',
  step: 'check_copy',
  sequence: 2,
  attempt: 1,
  outbox: { id: 'outbox', events: [eventWith()] },
  published: true,
  deadline: at(3600),
  start_time: at(-120),
  update_time: at(-60),
  request: { target_cluster_id: targetOf(operation_id), snapshot_name: 'nightly' },
  request_event_id: 'request',
  resources: {},
  notified: {},
  stages: { check_copy: { event: eventWith(), started_at: at(-60) } },
  ...overrides,
});

/** The cluster that such an operation restores. */
export const targetOf = (operationId: string): string => `target-of-${operationId}`;

export const failedWith = (overrides: Partial<Operation> = {}): Operation =>
  operationWith({ status: 'failed', error: errorWith(), ...overrides });

/** Of a restore that can finish, and has nothing to say. */
export const planWith = (overrides: Partial<Plan> = {}): Plan => ({
  can_finish: true,
  findings: [],
  unproven: [],
  waits: [],
  notes: [],
  creates: [],
  deletes: [],
  keeps: [],
  ...overrides,
});

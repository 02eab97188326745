import { expect, test } from 'vitest';
import {
  at,
  errorWith,
  eventWith,
  failedWith,
  later,
  operationWith,
  planWith,
} from '../../shared/operation/operation.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { plain } from '../output/paint.ts';
import { statusLines } from './status-text.ts';

const stage = (from: number, to?: number) => ({
  event: eventWith(),
  started_at: at(from),
  ...(to !== undefined && { ended_at: at(to) }),
});

const shown = (operation: Operation, more = {}) =>
  statusLines(operation, { now: later(0), paint: plain, ...more });

test('an operation in progress shows its stages, what it waits for and until when', () => {
  const lines = shown(
    operationWith({
      operation_id: 'op-1',
      step: 'delete_rds',
      request: { source_cluster_id: 'orders', target_cluster_id: 'orders-test' },
      stages: {
        check_snapshot: stage(-120, -119.6),
        copy_snapshot: stage(-119.6, -119),
        delete_rds: {
          ...stage(-119),
          waiting: { since: at(-10), reason: 'the final snapshot is being taken', progress: 40 },
          checks: 3,
        },
      },
    }),
  );

  expect(lines).toEqual([
    'Operation op-1 · in progress for 2 min 00 s',
    '  orders-test from the latest snapshot of orders',
    '',
    '  ✓ check_snapshot         0.4 s',
    '  ✓ copy_snapshot          0.6 s',
    '  – check_copy                    not needed',
    '  ● delete_rds        1 min 59 s  the final snapshot is being taken (40 %, looked 3 times)',
    '  · check_delete',
    '  · restore_snapshot',
    '  · check_restore',
    '  · create_instances',
    '  · check_instances',
    '  · setup_db_users',
    '  · archive_snapshot',
    '',
    '  This stage may take until 2026-03-01T13:00:00.000Z',
  ]);
});

test('an operation that waits for its turn tells its place, and for how long it may wait', () => {
  const lines = shown(
    operationWith({
      status: 'queued',
      step: 'check_snapshot',
      stages: {
        check_snapshot: {
          ...stage(-120),
          waiting: { since: at(-10), reason: 'waits for its turn' },
        },
      },
    }),
    { queue: { line: 'restores', place: 3, of: 8 } },
  );

  expect(lines[0]).toMatch(/ · queued for 2 min 00 s$/);
  expect(lines[3]).toMatch(
    /^ {2}● check_snapshot +2 min 00 s {2}waits for its turn \(place 3 of 8\)$/,
  );
  expect(lines.at(-1)).toBe('  It may wait until 2026-03-01T13:00:00.000Z');
});

test('a failed operation says what to do and what to type', () => {
  const operation = failedWith({
    operation_id: 'op-1',
    stages: {
      check_copy: {
        ...stage(-60),
        waiting: { since: at(-40), reason: 'it was stopping' },
        checks: 4,
      },
    },
    error: errorWith({
      code: 'TARGET_STOPPED',
      message: 'orders is stopped',
      cause: 'a schedule',
      remedy: 'Start it.',
      dead_letter_queue: 'delete-rds-dlq',
    }),
  });

  const text = shown(operation, { flags: ['--region', 'eu-west-1'] }).join('\n');

  expect(text).toMatch(/✗ check_copy .* it was stopping \(looked 4 times\)/);
  expect(text).not.toContain('restore_snapshot');
  expect(text).toContain('  TARGET_STOPPED: orders is stopped\n  Cause: a schedule\n  Start it.');
  expect(text).toContain(
    [
      '    npx aurora-restore redrive --operation op-1 --region eu-west-1',
      '    npx aurora-restore replay op-1 --from check_copy --region eu-west-1',
      '    npx aurora-restore cancel op-1 --region eu-west-1',
    ].join('\n'),
  );
});

test('a rejected one gives every reason, and the request to be put again', () => {
  const operation = failedWith({
    status: 'rejected',
    request: { snapshot_name: 'nightly', target_cluster_id: 'orders', port: 1 },
    error: errorWith({
      code: 'REQUEST_INVALID',
      reasons: [
        { code: 'REQUEST_INVALID', field: 'port', message: 'port is too small' },
        { code: 'TARGET_IS_SOURCE', message: 'orders is the source' },
      ],
    }),
  });

  const text = shown(operation, { flags: ['--environment', 'test'] }).join('\n');

  expect(text).toContain('    - port is too small\n    - orders is the source');
  expect(text).toContain(
    "restore --snapshot nightly --target orders --db-port '<port>' --environment test",
  );
});

test('a completed one says where the cluster is, what was deleted and what was kept', () => {
  const operation = operationWith({
    status: 'completed',
    step: 'archive_snapshot',
    end_time: at(-20),
    endpoint: { address: 'orders.example', port: 3306 },
    users: [{ username: 'app_user', secret_name: 'orders/app_user' }],
    resources: {
      final: { kind: 'cluster-snapshot', id: 'final-1', role: 'final_snapshot', attempt: 1 },
      refused: { kind: 'cluster-snapshot', id: 'never-made', role: 'final_snapshot', attempt: 1 },
      copy: { kind: 'cluster-snapshot', id: 'copy-1', role: 'copy', attempt: 1, deleted: true },
      cluster: { kind: 'cluster', id: 'orders', role: 'target', attempt: 1 },
    },
    outbox: {
      id: 'o-1',
      events: [
        {
          source: 'aurora-restore',
          detail_type: 'RestoreCompleted',
          detail: { kept: ['final-1'] },
        },
      ],
    },
  });

  const lines = shown(operation);

  expect(lines[0]).toMatch(/completed after 1 min 40 s$/);
  expect(lines.slice(-4)).toEqual([
    '  Endpoint  orders.example:3306',
    '  User      app_user, secret orders/app_user',
    '  Deleted   copy-1',
    '  Kept      final-1',
  ]);
});

test('a completed one says what came with the snapshot, and what became of it', () => {
  const operation = operationWith({
    status: 'completed',
    step: 'archive_snapshot',
    end_time: at(-20),
    inherited: {
      resource_id: 'cluster-NEW',
      users: [{ account: 'etl@%', done: 'locked' }],
      events: [{ event: 'shop.nightly', done: 'disabled' }],
      replication: [{ source: 'primary.example:3306', done: 'ended' }],
    },
  });

  expect(shown(operation).slice(-3)).toEqual([
    '  Undeclared   etl@%, locked',
    '  Event        shop.nightly, disabled',
    '  Replication  from primary.example:3306, ended',
  ]);
});

test('a cancelled one says what it left behind', () => {
  const operation = operationWith({
    status: 'cancelled',
    resources: { c: { kind: 'cluster', id: 'orders', role: 'target', attempt: 1 } },
  });

  expect(shown(operation).at(-1)).toBe('  Left behind: orders');
});

test('what it made is told with what of it is still there', () => {
  const operation = operationWith({
    status: 'cancelled',
    resources: { c: { kind: 'cluster', id: 'orders', role: 'target', attempt: 1 } },
  });
  const left = [
    { kind: 'cluster', id: 'orders', role: 'target', fate: 'there', status: 'available' },
    { kind: 'cluster-snapshot', id: 'copy-1', role: 'copy', fate: 'gone' },
    { kind: 'db', id: 'orders-1', role: 'instance', fate: 'unknown', status: 'denied' },
  ];

  expect(shown(operation, { left }).slice(-8)).toEqual([
    '  It made:',
    '    half-restored cluster  orders    still there, available',
    '    copy                   copy-1    gone',
    '    its instance           orders-1  unknown: denied',
    '',
    '  If it is not to go on, see what of that can be removed:',
    '',
    '    npx aurora-restore clean --dry-run',
  ]);
});

test('settings are told where they are asked for, once', () => {
  const target = {
    cluster_id: 'orders-test',
    settings: {
      db_instance_class: 'db.r6g.large',
      instance_count: 1,
      final_snapshot: true,
      archive: 'delete' as const,
      deletion_protection: false,
      engine_version: '8.0.mysql_aurora.3.08.0',
      tags: {},
      port: 3310,
    },
    origins: { port: 'old_target' as const },
  };
  const port = /^ {2}port +from the old target +3310$/;
  const told = (operation: Operation, settings: boolean) =>
    shown(operation, { settings }).filter((line) => port.test(line)).length;

  const completed = operationWith({ status: 'completed', target });
  const planned = operationWith({ status: 'planned', target, plan: planWith() });

  expect([told(completed, false), told(completed, true)]).toEqual([0, 1]);
  expect([told(planned, false), told(planned, true)]).toEqual([0, 0]);
  expect(shown(planned).join()).toContain('3310');
});

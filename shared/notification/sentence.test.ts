import { expect, test } from 'vitest';
import * as events from '../../events/index.ts';
import { sentence } from './sentence.ts';

const { stages: _, ...every } = events;

const said: Record<string, [facts: Record<string, unknown>, sentence: string][]> = {
  RestoreRequested: [
    [{ target_cluster_id: 'target' }, 'A restore of target was requested'],
    [
      { target_cluster_id: 'target', requested_by: 'dba' },
      'A restore of target was requested by dba',
    ],
  ],
  SnapshotVerified: [
    [
      { snapshot_arn: 'arn:s', target_cluster_id: 'target', target_exists: true },
      'Restore of target from arn:s started; the target exists and will be replaced',
    ],
    [
      { snapshot_arn: 'arn:s', target_cluster_id: 'target', target_exists: false },
      'Restore of target from arn:s started; the target is new',
    ],
  ],
  SnapshotCopyStarted: [[{ copy_id: 'copy' }, 'Copy copy of the snapshot started']],
  SnapshotReady: [
    [{ snapshot_arn: 'arn:s', copied: true }, 'Snapshot arn:s is ready after its copy'],
    [{ snapshot_arn: 'arn:s', copied: false }, 'Snapshot arn:s is ready; no copy was needed'],
  ],
  TargetDeletionStarted: [
    [{ target_cluster_id: 'target' }, 'Deletion of the old target started'],
    [
      { target_cluster_id: 'target', final_snapshot_id: 'final' },
      'Deletion of the old target started; it is kept as final',
    ],
  ],
  TargetCleared: [[{ target_cluster_id: 'target' }, 'No cluster stands at target any more']],
  ClusterRestoreStarted: [[{ target_cluster_id: 'target' }, 'Restore of cluster target started']],
  ClusterRestored: [[{ target_cluster_id: 'target' }, 'Cluster target is restored']],
  InstanceCreationStarted: [[{ instance_ids: ['a', 'b'] }, 'Creation of a, b started']],
  ClusterAvailable: [
    [{ target_cluster_id: 'target', endpoint: 'host' }, 'Cluster target is available at host'],
  ],
  UsersConfigured: [
    [
      {
        users: [
          { username: 'a', secret_name: 's' },
          { username: 'b', secret_name: 't' },
        ],
      },
      'Database users are set up: a, b',
    ],
    [{ users: [] }, 'Database users are set up: nothing'],
  ],
  RestoreCompleted: [[{ target_cluster_id: 'target' }, 'Restore of target completed']],
  RestoreFailed: [
    [
      { step: 'delete_rds', code: 'TARGET_STOPPED', message: 'it is stopped' },
      'Restore failed at delete_rds: TARGET_STOPPED: it is stopped',
    ],
  ],
  RestoreRejected: [
    [{ reasons: [{ message: 'one' }, { message: 'two' }] }, 'The request was rejected: one, two'],
  ],
  RestorePlanned: [
    [
      { target_cluster_id: 'target', can_finish: true, findings: [] },
      'Restore of target was planned: it can be carried out',
    ],
    [
      {
        target_cluster_id: 'target',
        can_finish: false,
        findings: [{ message: 'one' }, { message: 'two' }],
        unproven: [],
      },
      'Restore of target was planned: one, two',
    ],
  ],
  RestoreCancelled: [
    [{ created: ['copy'] }, 'The restore was cancelled; left behind: copy'],
    [{ created: [] }, 'The restore was cancelled; left behind: nothing'],
  ],
};

test.each(
  Object.entries(said).flatMap(([name, cases]) =>
    cases.map(([detail, expected]) => ({ name, detail, expected })),
  ),
)('$name: "$expected"', ({ name, detail, expected }) => {
  expect(sentence({ name, detail })).toBe(expected);
});

test('every event has its sentence', () => {
  expect(
    Object.values(every)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(said).sort());
});

test('an event of tomorrow is told by its name', () => {
  expect(sentence({ name: 'SomethingElse', detail: {} })).toBe('SomethingElse');
});

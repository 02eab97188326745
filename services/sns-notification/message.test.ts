import { expect, test } from 'vitest';
import { catalogue } from '../../shared/errors.ts';
import { contract } from './contract.ts';
import { messageFor } from './message.ts';

const event = (name: string, detail: Record<string, unknown>) => ({
  name,
  operation_id: 'op-1',
  sequence: 7,
  event_id: 'e-7',
  occurred_at: '2026-01-02T12:00:00.000Z',
  detail,
});

test('a failure says what failed, why, what to do, and where the message lies', () => {
  const { remedy } = catalogue.TARGET_STOPPED;

  const message = messageFor(
    event('RestoreFailed', {
      target_cluster_id: 'target',
      step: 'delete_rds',
      code: 'TARGET_STOPPED',
      message: 'cluster target is stopped',
      remedy,
      dead_letter_queue: 'aurora-restore-delete-rds-dlq',
    }),
    'dev',
  );

  expect(message).toEqual({
    subject: '[dev] RESTORE FAILED: target',
    text: [
      'Restore failed at delete_rds: TARGET_STOPPED: cluster target is stopped.',
      '',
      'Step: delete_rds',
      'Code: TARGET_STOPPED',
      'Message: cluster target is stopped',
      `What to do: ${remedy}`,
      'The message lies in: aurora-restore-delete-rds-dlq',
      '',
      'Operation: op-1',
      'Environment: dev',
      'Time: 2026-01-02T12:00:00.000Z',
      '',
      'See: aurora-restore status op-1',
    ].join('\n'),
    attributes: {
      event: 'RestoreFailed',
      status: 'failed',
      environment: 'dev',
      operation_id: 'op-1',
      target_cluster_id: 'target',
    },
  });
});

test('a completion tells endpoint, users, what was deleted and what was kept', () => {
  const { text } = messageFor(
    event('RestoreCompleted', {
      target_cluster_id: 'target',
      endpoint: 'writer.example',
      users: [{ username: 'app_user', secret_name: 'aurora-restore/dev/target/app_user' }],
      deleted: ['target-1'],
      kept: [],
    }),
    'dev',
  );

  expect(text).toContain('Endpoint: writer.example');
  expect(text).toContain('\n  - app_user  aurora-restore/dev/target/app_user');
  expect(text).toContain('Deleted: \n  - target-1');
  expect(text).toContain('Kept: nothing');
});

test.each([
  ['SnapshotVerified', 'started'],
  ['RestoreCompleted', 'completed'],
  ['RestoreFailed', 'failed'],
  ['RestoreRejected', 'rejected'],
  ['RestoreCancelled', 'cancelled'],
])('%s is told with the status %s', (name, status) => {
  const { attributes } = messageFor(event(name, {}), 'dev');

  expect(attributes).toMatchObject({ event: name, status });
});

test('whatever is told has a status', () => {
  for (const { name } of contract.consumes)
    expect(messageFor(event(name, {}), 'dev').attributes.status).not.toBe('unknown');
});

test('SNS takes every subject: plain ASCII, under 100 characters', () => {
  const detail = { target_cluster_id: `größe\n${'x'.repeat(120)}` };

  const { subject } = messageFor(event('RestoreCompleted', detail), 'dev');

  expect(subject).toMatch(/^[ -~]{1,99}$/);
});

test('a rejection without a usable target is told all the same', () => {
  const { subject } = messageFor(event('RestoreRejected', { reasons: [] }), 'dev');

  expect(subject).toBe('[dev] Restore rejected: unknown target');
});

test('an empty target is told all the same: SNS takes no empty attribute', () => {
  const { attributes } = messageFor(event('RestoreRejected', { target_cluster_id: '' }), 'dev');

  expect(attributes.target_cluster_id).toBe('unknown target');
});

import { expect, test } from 'vitest';
import { type NotifyingEvent, notifyingEvents } from '../../shared/configuration/notifications.ts';
import { messageFor } from './message.ts';
import { readTemplates } from './read-templates.ts';
import { splitTemplate } from './template.ts';
import { aTold, someFacts } from './told.fixture.ts';

const templates = readTemplates();

/** What people are told of an event with these facts beside the usual ones. */
const message = (event: NotifyingEvent, facts: object = {}, more?: Parameters<typeof aTold>[2]) =>
  messageFor(aTold(event, { ...someFacts[event], ...facts }, more), templates);

test('a failure says what failed, why, what to do, what to type, and where the message lies', () => {
  const { text } = message(
    'RestoreFailed',
    { cause: 'Error: no' },
    {
      resources: {
        'final_snapshot-1': {
          kind: 'cluster-snapshot',
          id: 'final-1',
          role: 'final_snapshot',
          attempt: 1,
        },
      },
    },
  );

  expect(text).toBe(
    [
      'The restore of target failed at delete_rds. It stands still until somebody acts.',
      '',
      'Step: delete_rds',
      'Code: TARGET_STOPPED',
      'Message: cluster target is stopped',
      'Cause: Error: no',
      'What to do: Start the cluster; then redrive.',
      '',
      'Once the cause is mended, this sends the message back, and the restore goes on from delete_rds:',
      '  npx aurora-restore redrive --operation op-1 --environment dev --region eu-west-1',
      '',
      'The message lies in: aurora-restore-delete-rds-dlq',
      '',
      'It made, and left as it is:',
      '  - cluster-snapshot final-1',
      '',
      'To see what of that is still there:',
      '  npx aurora-restore status op-1 --environment dev --region eu-west-1',
      'To end it where it stands:',
      '  npx aurora-restore cancel op-1 --environment dev --region eu-west-1',
      '',
      'Operation: op-1',
      'Environment: dev',
      'Region: eu-west-1',
      'Time: 2026-01-02T12:00:00.000Z',
    ].join('\n'),
  );
});

test.each([
  ['TARGET_STOPPED', 'this sends the message back'],
  ['THROTTLED', 'Once it has passed'],
  ['TARGET_IS_SOURCE', 'a new request does'],
  ['TARGET_LOCKED', 'a new request does'],
  ['A_CODE_OF_TOMORROW', 'this sends the message back'],
])('what helps against %s is said: %s', (code, says) => {
  expect(message('RestoreFailed', { code }).text).toContain(says);
});

test('a failure that left nothing says so', () => {
  expect(message('RestoreFailed').text).toContain('left as it is:\n  nothing\n');
});

test('a completion tells endpoint, users, what was deleted, what was kept, and the way back', () => {
  const { text } = message('RestoreCompleted', {
    reader_endpoint: 'reader.example',
    inherited_users: [{ account: 'etl@%', done: 'locked' }],
  });

  for (const part of [
    'Endpoint: writer.example\nReader endpoint: reader.example\nPort: 3306\n',
    '\n  - app_user  aurora-restore/dev/target/app_user\n',
    'Undeclared account of the snapshot: etl@%  locked\n',
    'Deleted:\n  - target-1\n',
    'kept:\n  - aurora-restore-op-1-final-1\n',
    '\n  npx aurora-restore restore --snapshot aurora-restore-op-1-final-1 --target target --environment dev --region eu-west-1\n',
  ])
    expect(text).toContain(part);
});

test.each([
  [{ final_snapshot_id: undefined }, 'There is no way back: the old target was deleted'],
  [
    { final_snapshot_id: undefined, replaced_cluster_arn: undefined },
    'There is no way back: no cluster stood at target before.',
  ],
])('a completion without a way back says why', (facts, says) => {
  const { text } = message('RestoreCompleted', facts);

  expect(text).toContain(says);
  expect(text.match(/way back/g)).toHaveLength(1);
});

test('a rejection tells every reason, with its field and its remedy', () => {
  const { text } = message('RestoreRejected');

  expect(text).toContain(
    [
      '  - REQUEST_INVALID (port): must be a number',
      '    Mend it.',
      '  - TARGET_LOCKED: op-0 has target',
      '    Wait for it.',
      '',
    ].join('\n'),
  );
});

test('a start says whether a cluster will be deleted', () => {
  expect(message('SnapshotVerified').text).toContain('will be deleted, and the restored one');
  expect(message('SnapshotVerified', { target_exists: false }).text).toContain(
    'none will be deleted',
  );
});

test('commands name the environment and the region', () => {
  const place = { environment: 'staging', region: 'eu-west-1' };

  expect(message('RestoreCancelled', {}, { place }).text).toContain(
    'npx aurora-restore clean --dry-run --environment staging --region eu-west-1',
  );
});

test.each([
  ['SnapshotVerified', 'started', 'Restore started'],
  ['RestoreCompleted', 'completed', 'Restore completed'],
  ['RestoreFailed', 'failed', 'RESTORE FAILED'],
  ['RestoreRejected', 'rejected', 'Restore rejected'],
  ['RestoreCancelled', 'cancelled', 'Restore cancelled'],
] as const)('%s is told with the status %s', (event, status, says) => {
  const { subject, attributes, document } = message(event);

  expect(subject).toBe(`[dev] ${says}: target`);
  expect(attributes).toEqual({
    event,
    status,
    environment: 'dev',
    operation_id: 'op-1',
    target_cluster_id: 'target',
  });
  expect(document).toMatchObject({ version: 1, ...attributes, region: 'eu-west-1', subject });
});

test.each(notifyingEvents)('%s names its operation, and leaves no gap or HTML', (event) => {
  const { text } = message(event);

  expect(text).toContain('\nOperation: op-1\n');
  expect(text).not.toMatch(/\{\{|\}\}|&[a-z#0-9]+;|\n{3}|undefined/);
});

test('what is told to people is not escaped', () => {
  const { text } = message('RestoreFailed', { message: `it's <not> "here" & there` });

  expect(text).toContain(`it's <not> "here" & there`);
});

test('programs are told all that the event says', () => {
  expect(message('RestoreCompleted').document).toMatchObject({
    time: '2026-01-02T12:00:00.000Z',
    detail: { sequence: 7, ...someFacts.RestoreCompleted },
  });
});

test('SNS takes every subject: plain ASCII, under 100 characters', () => {
  const { subject } = message('RestoreRejected', {
    target_cluster_id: `größe\n${'x'.repeat(120)}`,
  });

  expect(subject).toMatch(/^[ -~]{1,99}$/);
});

test('a subject that comes out empty is the event’s name', () => {
  const own = {
    ...templates,
    RestoreRejected: splitTemplate('Subject: {{#reasons}}{{/reasons}}\n\nx'),
  };

  const { subject } = messageFor(aTold('RestoreRejected', someFacts.RestoreRejected), own);

  expect(subject).toBe('[dev] RestoreRejected');
});

test.each([{ target_cluster_id: undefined }, { target_cluster_id: '' }])(
  'a rejection without a usable target is told all the same: SNS takes no empty attribute',
  (facts) => {
    const { subject, attributes, document } = message('RestoreRejected', facts);

    expect(subject).toBe('[dev] Restore rejected: unknown target');
    expect(attributes.target_cluster_id).toBe('unknown target');
    expect(document.target_cluster_id).toBeNull();
  },
);

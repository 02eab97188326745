import { expect, test } from 'vitest';
import type { Operation } from '../../shared/operation/operation.ts';
import { LostCondition } from '../../shared/operation/operations.ts';
import { anOperation, NOW } from '../../test/fixtures/steps/operation.ts';
import { wakeQueued } from './wake-queued.ts';

const event = { source: 'aurora-restore.request', detail_type: 'RestoreRequested', detail: {} };

const waiting = (operation_id: string, more: Partial<Operation> = {}) =>
  anOperation({
    operation_id,
    status: 'queued',
    step: 'check_snapshot',
    stages: { check_snapshot: { event, started_at: NOW.toISOString() } },
    ...more,
  });

function waking(operations: readonly Operation[], { lost = false, copies = false } = {}) {
  const did: string[] = [];
  const wake = wakeQueued({
    operations: {
      read: async (id) => operations.find(({ operation_id }) => operation_id === id),
      write: async (id, what) => {
        did.push(`${what} ${id}`);
        if (lost) throw new LostCondition(what);
        return waiting(id);
      },
    },
    lines: {
      leave: async (name, id) => void did.push(`${id} leaves the line of ${name}`),
      next: async () =>
        operations.map(({ operation_id }) => ({ operation_id, target: 't', since: '' })),
    },
    limits: { restores: copies ? undefined : 1, copies: copies ? 1 : undefined },
    send: async (stage, { detail_type }, checkId) =>
      void did.push(`send ${detail_type} to ${stage} as ${checkId}`),
    now: () => NOW,
    newId: () => 'check',
  });
  return { did, end: () => wake({ operation_id: 'done' }) };
}

test('whose turn has come is sent its own event once more', async () => {
  const { did, end } = waking([waiting('op-1'), waiting('op-2')]);

  await end();

  expect(did).toEqual([
    'done leaves the line of restores',
    'resend op-1',
    'send RestoreRequested to check_snapshot as check',
    'resend op-2',
    'send RestoreRequested to check_snapshot as check',
  ]);
});

test('who waits for a copy is sent the event of that stage', async () => {
  const copying = {
    step: 'copy_snapshot',
    stages: {
      copy_snapshot: {
        event: { ...event, detail_type: 'SnapshotVerified' },
        started_at: NOW.toISOString(),
      },
    },
  } as const;
  const { did, end } = waking([waiting('op-1', copying)], { copies: true });

  await end();

  expect(did).toEqual([
    'done leaves the line of copies',
    'resend op-1',
    'send SnapshotVerified to copy_snapshot as check',
  ]);
});

test.each<[string, Partial<Operation>]>([
  ['somebody is at it', { status: 'in_progress' }],
  ['it was cancelled', { status: 'cancelled' }],
])('nobody is woken where %s', async (_, state) => {
  const { did, end } = waking([waiting('op-1', state)]);

  await end();

  expect(did).toEqual(['done leaves the line of restores']);
});

test('what changed meanwhile sees for itself', async () => {
  const { did, end } = waking([waiting('op-1')], { lost: true });

  await expect(end()).resolves.toBe('told');

  expect(did).not.toContain('send RestoreRequested to check_snapshot as check');
});

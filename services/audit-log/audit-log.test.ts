import { expect, test } from 'vitest';
import type { Observed } from '../../shared/step/observed.ts';
import { type AuditRow, auditLog } from './audit-log.ts';

const event: Observed = {
  name: 'TargetCleared',
  operation_id: 'op-1',
  sequence: 4,
  event_id: 'e-4',
  occurred_at: '2026-01-02T12:00:00.000Z',
  detail: { target_cluster_id: 'target' },
};

/** A table that keeps the first row under a key, as the real one does. */
function table() {
  const rows = new Map<string, AuditRow>();
  return {
    rows,
    putOnce: async (row: AuditRow) => {
      const key = `${row.operation_id} ${row.timestamp}`;
      if (!rows.has(key)) rows.set(key, row);
    },
  };
}

test('an event is written down with what it says', async () => {
  const { rows, putOnce } = table();

  expect(await auditLog(putOnce)(event)).toBe('told');
  expect([...rows.values()]).toEqual([
    {
      operation_id: 'op-1',
      timestamp: '2026-01-02T12:00:00.000Z#e-4',
      event_type: 'TargetCleared',
      message: 'No cluster stands at target any more',
      sequence: 4,
      detail: { target_cluster_id: 'target' },
    },
  ]);
});

test('an event that is delivered twice is one row', async () => {
  const { rows, putOnce } = table();

  await auditLog(putOnce)(event);
  await auditLog(putOnce)(event);

  expect(rows.size).toBe(1);
});

test('two events of one moment are two rows', async () => {
  const { rows, putOnce } = table();

  await auditLog(putOnce)(event);
  await auditLog(putOnce)({ ...event, event_id: 'e-5' });

  expect(rows.size).toBe(2);
});

test('a row that cannot be written is not passed over', async () => {
  const refuse = () => Promise.reject(new Error('throttled'));

  await expect(auditLog(refuse)(event)).rejects.toThrow('throttled');
});

import { expect, test } from 'vitest';
import { at, later, operationWith } from '../../shared/operation/operation.fixture.ts';
import type { Operation, Status } from '../../shared/operation/operation.ts';
import { latest, listLines } from './list-operations.ts';

const withStatus = (all: readonly Operation[]) => ({
  withStatus: async (status: Status, limit: number) =>
    all.filter((operation) => operation.status === status).slice(0, limit),
});

test('operations of every status are listed together, the latest first', async () => {
  const all = [
    operationWith({ operation_id: 'older', start_time: at(-300), status: 'failed' }),
    operationWith({ operation_id: 'newest', start_time: at(-10) }),
    operationWith({ operation_id: 'old', start_time: at(-200), status: 'completed' }),
  ];

  const found = await latest(withStatus(all), { limit: 2 });

  expect(found.map(({ operation_id }) => operation_id)).toEqual(['newest', 'old']);
});

test('a list has a heading, and one line an operation', () => {
  const operation = operationWith({ operation_id: 'op-1' });

  expect(listLines([operation], later(0))).toEqual([
    'OPERATION  STATUS       STAGE       STARTED               TOOK        RESTORE OF',
    'op-1       in_progress  check_copy  2026-03-01T11:58:00Z  2 min 00 s  target-of-op-1 from nightly',
  ]);
});

test('who waits for its turn is listed with its place', () => {
  const operation = operationWith({ operation_id: 'op-1', status: 'queued' });
  const places = new Map([['op-1', { line: 'restores', place: 3, of: 47 } as const]]);

  expect(listLines([operation], later(0), places)[1]).toMatch(/^op-1 +queued \(3 of 47\) /);
});

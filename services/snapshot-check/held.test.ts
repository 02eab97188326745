import { afterAll, expect, test } from 'vitest';
import { Rejection } from '../../shared/errors.ts';
import { at, NOW, operationWith } from '../../shared/operation/operation.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { openTables, REGION } from '../../shared/operation/tables.fixture.ts';
import { hold } from './held.ts';

const { operations, put, close } = await openTables();
afterAll(close);

/** A target that was taken ten seconds after the redriven operation was asked for. */
async function taken(holder: Partial<Operation>, when_busy: 'wait' | 'reject') {
  const { operation_id } = await put(operationWith(holder));
  const target = { kind: 'cluster', region: REGION, id: `of-${operation_id}` } as const;
  await operations.hold(target, operation_id, new Date(at(10)));
  const { request, ...me } = operationWith({ start_time: at(0), reopened_at: at(20) });
  const redriven = await put({ ...me, request: { ...request, when_busy } });
  return { holder: operation_id, target, redriven };
}

const askedBefore = { start_time: at(-10), status: 'completed' } as const;
const askedAfter = { start_time: at(5), status: 'completed' } as const;

test('who waits for its target and is redriven takes it from whoever asked before and has ended', async () => {
  const { target, redriven } = await taken(askedBefore, 'wait');

  expect(await hold(operations, redriven, target, NOW)).toBeUndefined();
  expect(await operations.holder(target)).toBe(redriven.operation_id);
});

test('it waits for one that has not ended', async () => {
  const { holder, target, redriven } = await taken(
    { ...askedBefore, status: 'in_progress' },
    'wait',
  );

  expect(await hold(operations, redriven, target, NOW)).toMatchObject({ code: 'TARGET_LOCKED' });
  expect(await operations.holder(target)).toBe(holder);
});

test.each([
  ['asked after it', askedAfter, 'wait'],
  ['asked before it, where the request does not wait for others', askedBefore, 'reject'],
] as const)('a redrive undoes no restore of one that %s', async (_, asked, when_busy) => {
  const { holder, target, redriven } = await taken(asked, when_busy);

  await expect(hold(operations, redriven, target, NOW)).rejects.toThrow(Rejection);
  expect(await operations.holder(target)).toBe(holder);
});

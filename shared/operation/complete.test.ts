import { afterAll, describe, expect, test } from 'vitest';
import { at, errorWith, eventWith, NOW, operationWith } from './operation.fixture.ts';
import type { Operation } from './operation.ts';
import { openTables } from './tables.fixture.ts';
import { complete, published, reject } from './writes.ts';

const { put, item, write, expectLost, isWatched, close } = await openTables();
afterAll(close);

const me = { by: 'me', sequence: 2, now: NOW };
const claimed = (overrides: Partial<Operation> = {}) =>
  operationWith({
    claim: { by: 'me', until: at(90) },
    next_check: { id: 'check-1', due: at(0) },
    stages: {
      check_copy: {
        event: eventWith(),
        started_at: at(-60),
        checks: 3,
        waiting: { since: at(-20), reason: 'copy is copying' },
      },
    },
    ...overrides,
  });
const ready = eventWith({ detail_type: 'SnapshotReady' });
const outbox = { id: 'outbox-3', events: [ready] };
const next = { stage: 'delete_rds', event: ready, deadline: at(7200) } as const;
const otherwise: readonly [string, Partial<Operation>][] = [
  ['failed', { status: 'failed' }],
  ['cancelled', { status: 'cancelled' }],
  ['completed', { status: 'completed' }],
  ['further on', { sequence: 3 }],
  ['not so far yet', { sequence: 1 }],
  ['claimed by another', { claim: { by: 'another', until: at(90) } }],
  ['claimed by nobody', { claim: undefined }],
];

describe('completing', () => {
  test('opens the next stage and keeps what was learnt', async () => {
    const operation = await put(claimed(), { watched: false });

    const after = await write(
      operation,
      complete(me, 'check_copy', outbox, next, { restore_from: 'arn:copy' }),
    );

    const { claim: _, next_check: __, ...rest } = operation;
    expect(after).toEqual({
      ...rest,
      update_time: at(0),
      sequence: 3,
      step: 'delete_rds',
      deadline: at(7200),
      outbox,
      published: false,
      restore_from: 'arn:copy',
      stages: {
        check_copy: { event: eventWith(), started_at: at(-60), ended_at: at(0), checks: 3 },
        delete_rds: { event: ready, started_at: at(0), deadline: at(7200) },
      },
    });
    expect(await isWatched(operation)).toBe(true);
  });

  test('ends the operation with the last step, and it is watched until that is published', async () => {
    const operation = await put(claimed());

    const after = await write(
      operation,
      complete(me, 'check_copy', outbox, { status: 'completed' }),
    );

    const { claim: _, next_check: __, ...rest } = operation;
    expect(after).toEqual({
      ...rest,
      update_time: at(0),
      end_time: at(0),
      status: 'completed',
      sequence: 3,
      outbox,
      published: false,
      stages: {
        check_copy: { event: eventWith(), started_at: at(-60), ended_at: at(0), checks: 3 },
      },
    });
    expect(await isWatched(operation)).toBe(true);
  });

  test('is done by a late worker too, as long as nobody else has taken its claim', async () => {
    const operation = await put(claimed({ claim: { by: 'me', until: at(-1) } }));

    await expect(write(operation, complete(me, 'check_copy', outbox, next))).resolves.toMatchObject(
      { sequence: 3 },
    );
  });

  test.each(otherwise)('is lost on an operation that is %s', async (_, state) => {
    await expectLost(claimed(state), complete(me, 'check_copy', outbox, next));
    await expectLost(claimed(state), complete(me, 'check_copy', outbox, { status: 'completed' }));
  });
});

describe('rejecting', () => {
  const error = errorWith({ code: 'REQUEST_INVALID' });
  const rejecting = reject(me, 'check_copy', outbox, error);

  test('ends the operation with the reasons', async () => {
    const operation = await put(claimed());

    const after = await write(operation, rejecting);

    expect(after).toMatchObject({
      status: 'rejected',
      sequence: 3,
      step: 'check_copy',
      error,
      outbox,
      published: false,
      end_time: at(0),
    });
    expect(after).not.toHaveProperty('claim');
    expect(after).not.toHaveProperty('next_check');
    expect(await isWatched(operation)).toBe(true);
  });

  test.each(otherwise)('is lost on an operation that is %s', async (_, state) => {
    await expectLost(claimed(state), rejecting);
  });
});

describe('saying that the outbox is out', () => {
  test.each([
    ['in_progress', true],
    ['completed', false],
    ['failed', false],
    ['rejected', false],
    ['cancelled', false],
  ] as const)('of an operation that is %s: watched from then on is %s', async (status, watched) => {
    const operation = await put(operationWith({ status, published: false }));

    const after = await write(operation, published('outbox', status));

    expect(after).toEqual({ ...operation, published: true });
    expect(await isWatched(operation)).toBe(watched);
  });

  test('is lost if another outbox has taken its place', async () => {
    const outbox = { id: 'another', events: [] };

    await expectLost(
      operationWith({ published: false, outbox }),
      published('outbox', 'in_progress'),
    );
    await expectLost(
      operationWith({ published: false, outbox: undefined }),
      published('outbox', 'in_progress'),
    );
  });

  test('is lost after a redrive, which must stay watched', async () => {
    await expectLost(operationWith({ published: true }), published('outbox', 'failed'));
  });

  test('leaves the time of the last change alone, which tells the watchdog how old that is', async () => {
    const operation = await put(operationWith({ published: false, update_time: at(-600) }));

    await write(operation, published('outbox', 'in_progress'));

    expect(await item(operation.operation_id)).toMatchObject({ update_time: at(-600) });
  });
});

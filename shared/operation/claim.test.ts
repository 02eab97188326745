import { afterAll, describe, expect, test } from 'vitest';
import { at, later, NOW, operationWith } from './operation.fixture.ts';
import type { Operation } from './operation.ts';
import { openTables } from './tables.fixture.ts';
import { claim, record, release } from './writes.ts';

const { operations, put, item, write, expectLost, close } = await openTables();
afterAll(close);

const me = { by: 'me', sequence: 2, now: NOW };
const mine = { claim: { by: 'me', until: at(90) } };
const notMine: readonly [string, Partial<Operation>][] = [
  ['claimed by another', { claim: { by: 'another', until: at(90) } }],
  ['claimed by nobody', { claim: undefined }],
  ['further on', { ...mine, sequence: 3 }],
  ['not so far yet', { ...mine, sequence: 1 }],
];
const over: readonly [string, Partial<Operation>][] = (
  ['completed', 'failed', 'rejected', 'cancelled', 'planned'] as const
).map((status) => [status, { status }]);

describe('claiming', () => {
  const claiming = claim(me, later(90), undefined);

  test('takes a free operation and changes nothing else', async () => {
    const operation = await put(operationWith());

    const claimed = await write(operation, claiming);

    const expected = { ...operation, claim: { by: 'me', until: at(90) }, update_time: at(0) };
    expect(claimed).toEqual(expected);
    expect(await item(operation.operation_id)).toEqual({ ...expected, watched: 'yes' });
  });

  test('takes an operation whose claim has run out', async () => {
    const operation = await put(operationWith({ claim: { by: 'another', until: at(-0.001) } }));

    await expect(write(operation, claiming)).resolves.toMatchObject({ claim: { by: 'me' } });
  });

  test.each<[string, Partial<Operation>]>([
    ...over,
    ['further on', { sequence: 3 }],
    ['not so far yet', { sequence: 1 }],
    ['claimed by another', { claim: { by: 'another', until: at(1) } }],
    ['claimed until this very moment', { claim: { by: 'another', until: at(0) } }],
    ['claimed by the same delivery', { claim: { by: 'me', until: at(1) } }],
  ])('is lost on an operation that is %s', async (_, state) => {
    await expectLost(operationWith(state), claiming);
  });

  test('is lost on an operation that does not exist', async () => {
    const attempt = operations.write('nobody', 'claim', claiming);

    await expect(attempt).rejects.toThrow('claim lost its condition');
    expect(await item('nobody')).toBeUndefined();
  });

  test('is open to the outstanding check only, where a check claims', async () => {
    const checking = claim(me, later(90), 'check-2');
    const operation = await put(operationWith({ next_check: { id: 'check-2', due: at(0) } }));

    await expect(write(operation, checking)).resolves.toMatchObject({ claim: { by: 'me' } });

    await expectLost(operationWith({ next_check: { id: 'check-1', due: at(0) } }), checking);
    await expectLost(operationWith(), checking);
  });
});

describe('giving a claim back', () => {
  test('leaves the outstanding check as it is', async () => {
    const next_check = { id: 'check-1', due: at(60) };
    const operation = await put(operationWith({ ...mine, next_check }));

    const released = await write(operation, release(me, 'check_copy'));

    const { claim: _, ...unclaimed } = operation;
    expect(released).toEqual({ ...unclaimed, update_time: at(0) });
  });

  test('makes a new check the outstanding one, and tells people why', async () => {
    const next_check = { id: 'check-1', due: at(0) };
    const operation = await put(operationWith({ ...mine, next_check }));
    const reason = 'copy is copying';

    const released = await write(
      operation,
      release(me, 'check_copy', {
        id: 'check-2',
        due: later(15),
        reason,
        progress: 40,
        count: 7,
      }),
    );

    const { claim: _, ...unclaimed } = operation;
    expect(released).toEqual({
      ...unclaimed,
      update_time: at(0),
      next_check: { id: 'check-2', due: at(15) },
      stages: {
        check_copy: {
          ...operation.stages.check_copy,
          checks: 7,
          waiting: { since: at(0), reason, progress: 40 },
        },
      },
    });
  });

  test.each(notMine)('is lost on an operation that is %s', async (_, state) => {
    await expectLost(operationWith(state), release(me, 'check_copy'));
  });
});

describe('keeping something in the middle of a step', () => {
  const copy = { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 1 } as const;
  const keeping = record(me, { restore_from: 'arn:copy', resources: { 'copy-1': copy } });

  test('adds to the resources that are known already', async () => {
    const cluster = { kind: 'cluster', id: 'restored', role: 'target', attempt: 1 } as const;
    const operation = await put(operationWith({ ...mine, resources: { 'cluster-1': cluster } }));

    const kept = await write(operation, keeping);

    expect(kept).toEqual({
      ...operation,
      update_time: at(0),
      restore_from: 'arn:copy',
      resources: { 'cluster-1': cluster, 'copy-1': copy },
    });
  });

  test.each([
    ...notMine,
    ...over.map(([status, state]) => [status, { ...mine, ...state }] as const),
  ])('is lost on an operation that is %s', async (_, state) => {
    await expectLost(operationWith(state), keeping);
  });
});

import { afterAll, expect, test } from 'vitest';
import { claimForCleaning, cleaned, releaseFromCleaning } from './cleaning.ts';
import { at, eventWith, failedWith, later, NOW, operationWith } from './operation.fixture.ts';
import type { Operation, Resource } from './operation.ts';
import { HeldByAnother } from './operations.ts';
import { openTables, REGION } from './tables.fixture.ts';
import { claim, reopen, replay } from './writes.ts';

const { operations, put, item, write, expectLost, close } = await openTables();
afterAll(close);

const cleaner = { by: 'clean-1', now: NOW };
const copy: Resource = { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 1 };

const claimed = async (overrides: Partial<Operation> = {}) => {
  const operation = failedWith(overrides);
  await put(operation);
  return await write(operation, claimForCleaning(operation, cleaner, later(600)));
};

test('nobody takes the lock of an operation whose leftovers are being removed', async () => {
  const operation = await claimed();
  const key = {
    kind: 'cluster',
    region: REGION,
    id: `target-of-${operation.operation_id}`,
  } as const;
  await operations.hold(key, operation.operation_id, NOW);

  await expect(operations.hold(key, 'somebody-else', later(1))).rejects.toThrow(HeldByAnother);
  await write(operation, releaseFromCleaning('clean-1'));
  await operations.hold(key, 'somebody-else', later(2));

  expect(await operations.holder(key)).toBe('somebody-else');
});

test('a redrive that comes meanwhile reopens it, and works only when it is released', async () => {
  const operation = await claimed();
  const check = { id: 'check', due: later(60) };
  await write(operation, reopen({ sequence: 2, sentAt: NOW, now: NOW }, at(3600), check));
  const take = () =>
    write(operation, claim({ by: 'worker', sequence: 2, now: NOW }, later(60), undefined));

  await expect(take()).rejects.toThrow('lost its condition');
  await write(operation, releaseFromCleaning('clean-1'));

  expect(await take()).toMatchObject({ status: 'in_progress', claim: { by: 'worker' } });
});

test('nobody replays it meanwhile', async () => {
  const operation = await claimed();
  const event = eventWith();

  await expectLost(
    operation,
    replay(
      operation,
      NOW,
      { id: 'replay', events: [event] },
      {
        stage: 'copy_snapshot',
        event,
        deadline: at(3600),
      },
    ),
  );
});

test('it is noted what is gone, and nothing else changes', async () => {
  const operation = await claimed({ resources: { 'copy-1': copy } });

  await write(operation, cleaned('clean-1', 'copy-1', copy));
  await write(operation, releaseFromCleaning('clean-1'));

  const { claim: _, ...before } = operation;
  expect(await item(operation.operation_id)).toMatchObject({
    ...before,
    resources: { 'copy-1': { ...copy, deleted: true } },
  });
});

test.each<[string, Partial<Operation>]>([
  ['is in progress', { status: 'in_progress', error: undefined }],
  ['has gone on since it was read', { sequence: 3 }],
  ['was written since it was read', { update_time: at(-1) }],
  ['has a worker at it', { claim: { by: 'worker', until: at(1) } }],
])('an operation that %s is not cleaned', async (_, since) => {
  const read = failedWith();

  await expectLost({ ...read, ...since }, claimForCleaning(read, cleaner, later(600)));
});

test('without the claim nothing is noted or released', async () => {
  const another = operationWith({ claim: { by: 'worker', until: at(60) } });

  await expectLost(another, cleaned('clean-1', 'copy-1', copy));
  await expectLost(another, releaseFromCleaning('clean-1'));
});

import { describe, expect, test } from 'vitest';
import { at, later, NOW, operationWith, targetOf } from '../operation/operation.fixture.ts';
import type { Operation } from '../operation/operation.ts';
import { LostCondition, LostLock, type ResourceKey } from '../operation/operations.ts';
import { Permit, permitsFor } from './permit.ts';

const claimed = (overrides: Partial<Operation> = {}) =>
  operationWith({ operation_id: 'op', claim: { by: 'me', until: at(60) }, ...overrides });

/** What a delivery is told that asks for a permit while its operation and its lock are these. */
const ask = (operation: Operation | undefined, holder: () => string | undefined = () => 'op') => {
  const locked: ResourceKey[] = [];
  const permits = permitsFor(
    {
      read: async () => operation,
      holder: async (key) => {
        locked.push(key);
        return holder();
      },
    },
    { operationId: 'op', by: 'me', sequence: 2, region: 'eu-west-1', now: () => NOW },
  );
  return { permit: permits(), locked };
};

test('a permit is given while the claim is alive and the lock its own', async () => {
  const { permit, locked } = ask(claimed());

  expect((await permit).use()).toMatchObject({ timeoutMs: 15_000 });
  expect(locked).toEqual([{ kind: 'cluster', region: 'eu-west-1', id: targetOf('op') }]);
});

test('a call may take less than the claim has left', async () => {
  const { permit } = ask(claimed({ claim: { by: 'me', until: at(21) } }));

  expect((await permit).use()).toMatchObject({ timeoutMs: 11_000 });
});

describe('a permit is refused', () => {
  test.each<[string, Operation | undefined]>([
    ['the operation is not there', undefined],
    ['nobody claims it', claimed({ claim: undefined })],
    ['another claims it', claimed({ claim: { by: 'another', until: at(60) } })],
    ['the claim is about to run out', claimed({ claim: { by: 'me', until: at(19.999) } })],
    ['the claim has run out', claimed({ claim: { by: 'me', until: at(-1) } })],
    ['the operation is further on', claimed({ sequence: 3 })],
    ['the operation is cancelled', claimed({ status: 'cancelled' })],
    ['the operation failed', claimed({ status: 'failed' })],
  ])('where %s', async (_, operation) => {
    await expect(ask(operation).permit).rejects.toThrow(LostCondition);
  });

  test.each(['another', undefined])('for good where the lock is held by %s', async (holder) => {
    const { permit } = ask(claimed(), () => holder);

    await expect(permit).rejects.toThrow(LostLock);
    await expect(permit).rejects.toMatchObject({ id: targetOf('op'), holder });
  });

  test('as lost to another delivery where both claim and lock are gone', async () => {
    const { permit } = ask(claimed({ claim: undefined }), () => 'another');

    await expect(permit).rejects.toThrow(LostCondition);
  });
});

test('a permit is refused where looking has taken the time that was left', async () => {
  const operation = claimed({ claim: { by: 'me', until: at(25) } });
  let time = NOW;
  const permits = permitsFor(
    {
      read: async () => operation,
      holder: async () => {
        time = later(10);
        return 'op';
      },
    },
    { operationId: 'op', by: 'me', sequence: 2, region: 'eu-west-1', now: () => time },
  );

  await expect(permits()).rejects.toThrow(LostCondition);
});

test('a permit allows one call', () => {
  const permit = new Permit(1000);
  permit.use();

  expect(() => permit.use()).toThrow('a permit allows one call');
});

test('a statement may take as long as the function still runs, with time left to tell of it', async () => {
  const soon = claimed({ claim: { by: 'me', until: at(900 + 60) } });
  const { statementMs, timeoutMs } = (await ask(soon).permit).use();

  expect(statementMs).toBe(880_000);
  expect(timeoutMs).toBe(15_000);
});

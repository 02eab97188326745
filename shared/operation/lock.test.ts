import { afterAll, describe, expect, test } from 'vitest';
import { at, failedWith, later, NOW, operationWith } from './operation.fixture.ts';
import type { Operation } from './operation.ts';
import { HeldByAnother, LostCondition, LostLock } from './operations.ts';
import { openTables, REGION } from './tables.fixture.ts';
import { reopen } from './writes.ts';

const { operations, put, item, close } = await openTables();
afterAll(close);

const cluster = (id: string) => ({ kind: 'cluster', region: REGION, id }) as const;
const over: readonly [string, Partial<Operation>][] = (
  ['completed', 'failed', 'rejected', 'cancelled', 'planned'] as const
).map((status) => [status, { status }]);

/** A target of its own, held by the operation. */
async function heldBy(operation: Operation) {
  const target = cluster(`held-by-${operation.operation_id}`);
  await put(operation);
  await operations.hold(target, operation.operation_id, NOW);
  return target;
}

describe('holding a target', () => {
  test('is given to the first who asks', async () => {
    await operations.hold(cluster('free'), 'me', NOW);

    expect(await operations.holder(cluster('free'))).toBe('me');
    expect(await operations.holder({ ...cluster('free'), region: 'eu-west-2' })).toBeUndefined();
    expect(await operations.holder({ ...cluster('free'), kind: 'db' })).toBeUndefined();
  });

  test('can be asked for again by its holder', async () => {
    const me = operationWith();
    const target = await heldBy(me);

    await operations.hold(target, me.operation_id, NOW, { mayTakeOver: () => false });

    expect(await operations.holder(target)).toBe(me.operation_id);
  });

  test.each(over)('is taken over from an operation that is %s', async (_, state) => {
    const target = await heldBy(operationWith(state));

    await operations.hold(target, 'me', NOW);

    expect(await operations.holder(target)).toBe('me');
  });

  test.each<[string, Partial<Operation>]>([
    ['in progress', {}],
    ['in progress with a dead claim', { claim: { by: 'worker', until: at(-1) } }],
    [
      'cancelled, with a worker still at it',
      { status: 'cancelled', claim: { by: 'worker', until: at(1) } },
    ],
    [
      'failed, with a worker still at it',
      { status: 'failed', claim: { by: 'worker', until: at(0) } },
    ],
  ])('is not taken over from an operation that is %s', async (_, state) => {
    const holder = operationWith(state);
    const target = await heldBy(holder);

    const attempt = operations.hold(target, 'me', NOW);

    await expect(attempt).rejects.toThrow(HeldByAnother);
    await expect(attempt).rejects.toMatchObject({
      id: target.id,
      holder: holder.operation_id,
      since: at(0),
      untilItEnds: true,
    });
    expect(await operations.holder(target)).toBe(holder.operation_id);
  });

  test('is taken over once the last worker’s claim has run out', async () => {
    const claim = { by: 'worker', until: at(-1) };
    const target = await heldBy(operationWith({ status: 'cancelled', claim }));

    await operations.hold(target, 'me', NOW);

    expect(await operations.holder(target)).toBe('me');
  });

  test('is taken over from an operation that is not there any more', async () => {
    await operations.hold(cluster('forgotten'), 'nobody', NOW);

    await operations.hold(cluster('forgotten'), 'me', NOW);

    expect(await operations.holder(cluster('forgotten'))).toBe('me');
  });

  test.each(over)(
    'is never taken by whoever may not take over, though its holder is %s',
    async (_, state) => {
      const holder = operationWith(state);
      const target = await heldBy(holder);

      const attempt = operations.hold(target, 'me', NOW, { mayTakeOver: () => false });

      await expect(attempt).rejects.toThrow(HeldByAnother);
      await expect(attempt).rejects.toMatchObject({ untilItEnds: false });
      expect(await operations.holder(target)).toBe(holder.operation_id);
    },
  );

  test('is won by one of two who ask at once', async () => {
    const target = cluster('raced');
    const both = [await put(operationWith()), await put(operationWith())];

    const outcomes = await Promise.allSettled(
      both.map(({ operation_id }) => operations.hold(target, operation_id, NOW)),
    );

    const winners = both.filter((_, n) => outcomes[n]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(await operations.holder(target)).toBe(winners[0]?.operation_id);
  });
});

describe('a redrive’s transaction', () => {
  const update = reopen({ sequence: 2, sentAt: NOW, now: NOW }, at(900), {
    id: 'check',
    due: later(60),
  });
  const redrive = (target: ReturnType<typeof cluster>, { operation_id }: Operation) =>
    operations.hold(target, operation_id, NOW, {
      mayTakeOver: () => false,
      alongside: { what: 'reopen', update },
    });

  test('reopens the operation that still holds its target', async () => {
    const me = failedWith();
    const target = await heldBy(me);

    await redrive(target, me);

    expect(await operations.read(me.operation_id)).toMatchObject({ status: 'in_progress' });
    expect(await operations.holder(target)).toBe(me.operation_id);
  });

  test('takes a target that nobody holds', async () => {
    const me = await put(failedWith());

    await redrive(cluster('nobodys'), me);

    expect(await operations.read(me.operation_id)).toMatchObject({ status: 'in_progress' });
    expect(await operations.holder(cluster('nobodys'))).toBe(me.operation_id);
  });

  test('changes nothing if another holds the target', async () => {
    const target = await heldBy(operationWith({ status: 'completed' }));
    const me = await put(failedWith());
    const before = await item(me.operation_id);

    await expect(redrive(target, me)).rejects.toThrow(HeldByAnother);

    expect(await item(me.operation_id)).toEqual(before);
  });

  test.each<[string, Partial<Operation>]>([
    ['is in progress already', { status: 'in_progress' }],
    ['is further on', { sequence: 3 }],
  ])('changes nothing if the operation %s', async (_, state) => {
    const me = await put(failedWith(state));
    const before = await item(me.operation_id);
    const target = cluster(`of-${me.operation_id}`);

    const attempt = redrive(target, me);

    await expect(attempt).rejects.toThrow(LostCondition);
    await expect(attempt).rejects.toThrow('reopen lost its condition');
    expect(await item(me.operation_id)).toEqual(before);
    expect(await operations.holder(target)).toBeUndefined();
  });
});

describe('correlating what is about to be made', () => {
  const copy = (id: string) => ({ kind: 'cluster-snapshot', region: REGION, id }) as const;

  test('tells whose it is', async () => {
    const me = operationWith();
    const target = await heldBy(me);

    await operations.correlate(copy('mine'), target, me.operation_id, NOW);

    expect(await operations.holder(copy('mine'))).toBe(me.operation_id);
  });

  test('is refused unless the operation holds its target, and tells who does', async () => {
    const another = operationWith();
    const targets = [await heldBy(another), cluster('nobody-holds')] as const;

    const attempts = targets.map((one) => operations.correlate(copy('lost'), one, 'me', NOW));

    const [held, free] = await Promise.allSettled(attempts);
    expect(held).toMatchObject({ reason: new LostLock(targets[0], another.operation_id) });
    expect(free).toMatchObject({ reason: new LostLock(targets[1], undefined) });
    expect(await operations.holder(copy('lost'))).toBeUndefined();
  });
});

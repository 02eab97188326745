import { expect, test } from 'vitest';
import { operationWith } from '../../shared/operation/operation.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { type Following, follow } from './follow.ts';

function following(
  answers: (Operation | undefined)[],
  { appearsWithinMs = 1_000, endsWithinMs }: Partial<Following> = {},
) {
  const pauses: number[] = [];
  let now = 0;
  const controller = new AbortController();
  const ended = follow({
    read: async () => (answers.length > 1 ? answers.shift() : answers[0]),
    look: () => undefined,
    signal: controller.signal,
    appearsWithinMs,
    endsWithinMs,
    now: () => now,
    pause: async (ms) => {
      pauses.push(ms);
      now += ms;
      if (now > 100_000) controller.abort();
    },
  });
  return { ended, pauses };
}

test('an operation is followed until it is no longer in progress', async () => {
  const { ended } = following([undefined, operationWith(), operationWith({ status: 'failed' })]);

  expect(await ended).toMatchObject({ status: 'failed' });
});

test('it is looked at ever less often while nothing happens', async () => {
  const { ended, pauses } = following([operationWith()]);

  expect(await ended).toBe('interrupted');
  expect(pauses[0]).toBe(300);
  expect(pauses.at(-1)).toBe(5_000);
});

test('what happens makes it look more often again', async () => {
  const before = operationWith({ update_time: '2026-03-01T12:00:00Z' });
  const after = operationWith({ update_time: '2026-03-01T12:01:00Z' });

  const { ended, pauses } = following([
    before,
    before,
    before,
    after,
    operationWith({ status: 'completed' }),
  ]);
  await ended;

  expect(pauses).toEqual([300, 390, 507, 300]);
});

test('one that does not appear is given up', async () => {
  expect(await following([undefined]).ended).toBeUndefined();
});

test('one that goes on for longer than it is followed is left to itself', async () => {
  const { ended } = following([undefined, operationWith()], { endsWithinMs: 10_000 });

  expect(await ended).toBe('late');
});

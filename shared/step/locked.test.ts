import { describe, expect, test } from 'vitest';
import { at, errorWith } from '../operation/operation.fixture.ts';
import { HeldByAnother } from '../operation/operations.ts';
import { lockedOut } from './locked.ts';

const held = (untilItEnds: boolean) =>
  new HeldByAnother(
    { kind: 'cluster', id: 'shop' },
    { holder: 'op-x', since: at(-9), untilItEnds },
  );

describe('whoever is locked out', () => {
  test.each([
    [
      { status: 'in_progress' },
      'which is in progress: wait until it has ended or cancel it, then redrive',
    ],
    [
      { status: 'cancelled', claim: { by: 'worker', until: at(60) } },
      `which is cancelled: redrive after ${at(60)}, when its last work is over`,
    ],
    [{ status: 'completed' }, 'which is completed: redrive again'],
  ] as const)('until the holder has ended may redrive then: %j', (holder, says) => {
    const { code, message } = lockedOut({}, held(true), holder);

    expect(code).toBe('TARGET_LOCKED');
    expect(message).toBe(`target shop is held by operation op-x, ${says}`);
  });

  test.each([
    [{ status: 'completed' }, 'has restored target shop since (it is completed)'],
    [{ status: 'cancelled' }, 'has held target shop since (it is cancelled)'],
    [undefined, 'has held target shop since (it is not there any more)'],
  ] as const)('for good is told so: %j', (holder, says) => {
    const { message } = lockedOut({}, held(false), holder);

    expect(message).toBe(
      `operation op-x ${says}: this operation cannot go on; put a new request, or cancel it`,
    );
  });

  test('for good by a restore in progress is not told to wait for its end', () => {
    const { message } = lockedOut({}, held(false), { status: 'in_progress' });

    expect(message).toBe(
      `target shop is held since ${at(-9)} by operation op-x, which is in progress: this operation cannot go on, even when that one has ended; put a new request then, or cancel this one`,
    );
  });
});

describe('what had failed before', () => {
  const causeAfter = (error: ReturnType<typeof errorWith>) =>
    lockedOut({ error }, held(false), undefined).cause;

  test('is kept, with its own cause', () => {
    const error = errorWith({ code: 'UNEXPECTED', message: 'what is this?', cause: 'Error: boom' });

    expect(causeAfter(error)).toBe('it had failed with UNEXPECTED: what is this? (Error: boom)');
  });

  test('is kept as it was first, however often it is locked out', () => {
    const error = errorWith({ code: 'TARGET_LOCKED', cause: 'it had failed with X: y' });

    expect(causeAfter(error)).toBe('it had failed with X: y');
  });

  test('is kept where the lock itself had been lost', () => {
    const error = errorWith({ code: 'TARGET_LOCKED', message: 'gone' });

    expect(causeAfter(error)).toBe('it had failed with TARGET_LOCKED: gone');
  });
});

import { afterAll, describe, expect, test } from 'vitest';
import {
  at,
  errorWith,
  eventWith,
  failedWith,
  later,
  NOW,
  operationWith,
} from './operation.fixture.ts';
import type { Operation } from './operation.ts';
import { openTables } from './tables.fixture.ts';
import { fail, failUnattended, locked, reopen, resend } from './writes.ts';

const { put, write, expectLost, isWatched, close } = await openTables();
afterAll(close);

const me = { by: 'me', sequence: 2, now: NOW };
const outbox = { id: 'outbox-2', events: [eventWith({ detail_type: 'RestoreFailed' })] };
const check = { id: 'check-2', due: later(60) };
const live = { claim: { by: 'another', until: at(1) } };
const expired = { claim: { by: 'another', until: at(-1) } };

describe('failing', () => {
  const error = errorWith({ at: at(0), message_id: 'message' });
  const mine = { claim: { by: 'me', until: at(90) } };

  test('keeps the error and gives the claim back, at the same number', async () => {
    const operation = await put(operationWith(mine), { watched: false });

    const after = await write(operation, fail(me, error, outbox));

    const { claim: _, ...rest } = operation;
    expect(after).toEqual({
      ...rest,
      update_time: at(0),
      status: 'failed',
      error,
      outbox,
      published: false,
    });
    expect(await isWatched(operation)).toBe(true);
  });

  test.each<[string, Partial<Operation>]>([
    ['failed already', { ...mine, status: 'failed' }],
    ['cancelled', { ...mine, status: 'cancelled' }],
    ['further on', { ...mine, sequence: 3 }],
    ['not so far yet', { ...mine, sequence: 1 }],
    ['claimed by another', live],
    ['claimed by nobody', {}],
  ])('is lost on an operation that is %s', async (_, state) => {
    await expectLost(operationWith(state), fail(me, error, outbox));
  });
});

describe('failing a stage that nobody attends to', () => {
  const { message_id: _, ...error } = errorWith({ code: 'STEP_CRASHED', at: at(0) });
  const read = operationWith(expired);
  const failing = failUnattended(read, NOW, error, outbox);

  test('names no message', async () => {
    const operation = await put(read);

    const after = await write(operation, failing);

    const { claim: _, ...rest } = operation;
    expect(after).toEqual({
      ...rest,
      update_time: at(0),
      status: 'failed',
      error,
      outbox,
      published: false,
    });
    expect(await isWatched(operation)).toBe(true);
  });

  test.each<[string, Partial<Operation>]>([
    ['of another status by now', { status: 'cancelled' }],
    ['further on by now', { sequence: 3 }],
    ['changed since', { update_time: at(-59) }],
    ['still to be published', { published: false }],
    ['being worked at', live],
  ])('is lost on an operation that is %s', async (_, state) => {
    await expectLost({ ...read, ...state }, failing);
  });
});

describe('reopening', () => {
  const reopening = reopen({ sequence: 2, sentAt: NOW, now: NOW }, at(900), check);

  test('goes on at the same number, watched, with a new deadline and a check of its own', async () => {
    const operation = await put(failedWith({ published: false }), { watched: false });

    const after = await write(operation, reopening);

    const { error: _, ...rest } = operation;
    expect(after).toEqual({
      ...rest,
      update_time: at(0),
      status: 'in_progress',
      deadline: at(900),
      reopened_at: at(0),
      published: true,
      next_check: { id: 'check-2', due: at(60) },
    });
    expect(await isWatched(operation)).toBe(true);
  });

  test.each<[string, Partial<Operation>]>([
    ['in progress again', { status: 'in_progress' }],
    ['cancelled', { status: 'cancelled' }],
    ['further on', { sequence: 3 }],
    ['failed anew since', { error: errorWith({ at: at(0) }) }],
    ['not so far yet', { sequence: 1 }],
  ])('is lost on an operation that is %s', async (_, state) => {
    await expectLost(failedWith(state), reopening);
  });
});

describe('finding the target locked', () => {
  const error = errorWith({ code: 'TARGET_LOCKED', at: at(0), message_id: 'redriven' });
  const finding = locked({ sequence: 2, sentAt: NOW, now: NOW }, error, outbox);

  test('stays failed, with an error and an outbox of its own', async () => {
    const operation = await put(failedWith(), { watched: false });

    const after = await write(operation, finding);

    expect(after).toEqual({ ...operation, update_time: at(0), error, outbox, published: false });
    expect(await isWatched(operation)).toBe(true);
  });

  test.each<[string, Partial<Operation>]>([
    ['in progress again', { status: 'in_progress' }],
    ['cancelled', { status: 'cancelled' }],
    ['further on', { sequence: 3 }],
    ['failed anew since', { error: errorWith({ at: at(0) }) }],
  ])('is lost on an operation that is %s', async (_, state) => {
    await expectLost(failedWith(state), finding);
  });
});

describe('sending a check again', () => {
  const read = operationWith(expired);

  test('makes it the outstanding one', async () => {
    const operation = await put(read);

    const after = await write(operation, resend(read, NOW, check, undefined));

    const next_check = { id: 'check-2', due: at(60) };
    expect(after).toEqual({ ...operation, update_time: at(0), next_check });
  });

  test('remembers the deadline upon which it was sent', async () => {
    const operation = await put({ ...read, deadline: at(-1) });

    const after = await write(operation, resend(read, NOW, check, at(-1)));

    expect(after).toMatchObject({ deadline_acted_on: at(-1), next_check: { id: 'check-2' } });
  });

  test.each<[string, Partial<Operation>]>([
    ['failed by now', { status: 'failed' }],
    ['further on by now', { sequence: 3 }],
    ['changed since', { update_time: at(-59) }],
    ['being worked at', live],
  ])('is lost on an operation that is %s', async (_, state) => {
    await expectLost({ ...read, ...state }, resend(read, NOW, check, undefined));
  });
});

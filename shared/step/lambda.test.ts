import { describe, expect, test } from 'vitest';
import { later } from '../operation/operation.fixture.ts';
import { NotAnEvent } from './delivery.ts';
import { readLog, startFunction } from './lambda.fixture.ts';
import { busEventWith, recordWith } from './record.fixture.ts';
import { acknowledge, type Invocation, retryAfter, runOut } from './runtime.ts';

const record = recordWith(busEventWith(), { messageId: 'm' });
const failing = { batchItemFailures: [{ itemIdentifier: 'm' }] };

describe('a message that is handled', () => {
  test('stays hidden for as long as the function may run and a little longer', async () => {
    const { call, hidden } = startFunction(async () => acknowledge);

    expect(await call(record)).toEqual({ batchItemFailures: [] });

    expect(hidden()).toEqual([['receipt-of-m', 90]]);
  });

  test('is hidden before anything is done with it', async () => {
    let before: unknown;
    const { call, hidden } = startFunction(async () => {
      before = hidden();
      return acknowledge;
    });

    await call(record);

    expect(before).toEqual([['receipt-of-m', 90]]);
  });

  test('comes back when it is to be tried again', async () => {
    const { call, hidden } = startFunction(async () => retryAfter(19.2));

    expect(await call(record)).toEqual(failing);

    expect(hidden()).toEqual([
      ['receipt-of-m', 90],
      ['receipt-of-m', 20],
    ]);
  });

  test('comes back at once when it is to run out', async () => {
    const { call, hidden } = startFunction(async () => runOut);

    expect(await call(record)).toEqual(failing);

    expect(hidden()[1]).toEqual(['receipt-of-m', 0]);
  });

  test('is handled by whoever knows when Lambda ends the invocation', async () => {
    let given: Invocation | undefined;
    const { call } = startFunction(async (_, invocation) => {
      given = invocation;
      return acknowledge;
    });

    await call(record);

    expect(given).toEqual({ requestId: 'request', endsAt: later(60) });
  });
});

describe('what is not an event', () => {
  test.each([
    ['at all', 'hello', async () => acknowledge],
    [
      'that the service consumes',
      busEventWith(),
      async () => {
        throw new NotAnEvent('m', { cause: 'not consumed here' });
      },
    ],
  ])('%s runs out into the dead-letter queue', async (_, body, handle) => {
    const log = readLog();
    const { call, hidden } = startFunction(handle);

    expect(await call(recordWith(body, { messageId: 'm' }))).toEqual(failing);

    expect(hidden()[1]).toEqual(['receipt-of-m', 0]);
    expect(log()).toMatchObject([
      {
        level: 'ERROR',
        message: expect.stringContaining('NOT_AN_EVENT: message m'),
        step: 'check-work',
        event_id: 'm',
      },
    ]);
    expect(log.metrics()).toMatchObject([
      {
        service: 'check-work',
        NotAnEvent: 1,
        _aws: { CloudWatchMetrics: [{ Namespace: 'AuroraRestore/test' }] },
      },
    ]);
  });
});

test('whatever else is thrown ends the invocation, and Lambda gives the message back', async () => {
  const { call, hidden } = startFunction(async () => {
    throw new Error('out of order');
  });

  await expect(call(record)).rejects.toThrow('out of order');

  expect(hidden()).toEqual([['receipt-of-m', 90]]);
});

test('an invocation without metrics writes nothing past the log', async () => {
  const log = readLog();
  const { call } = startFunction(async () => acknowledge);

  await call(record);

  expect(log()).toEqual([]);
});

test('what hangs is left for Lambda to end, so that no work outlives its invocation', async () => {
  const hanging = Promise.withResolvers<void>();
  const { call } = startFunction(
    () => {
      hanging.resolve();
      return new Promise(() => undefined);
    },
    { leftMs: 0 },
  );

  const answer = call(record);
  await hanging.promise;
  /** Timers fire in their order, and one that was to end the work was set before this one. */
  const later = new Promise((resolve) => setTimeout(resolve, 20, 'still at work'));

  expect(await Promise.race([answer, later])).toBe('still at work');
});

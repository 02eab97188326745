import { afterAll, describe, expect, test } from 'vitest';
import { at, errorWith, eventWith } from '../operation/operation.fixture.ts';
import { openTables } from '../operation/tables.fixture.ts';
import { done } from './answer.ts';
import { EverythingDone, WorkDone } from './contract.fixture.ts';
import { acknowledged, retried, startWork } from './world.fixture.ts';

const tables = await openTables();
afterAll(tables.close);

const finish = async () => done(WorkDone.with({ result: 'fine' }), { restore_from: 'arn:copy' });
const mustNotRun = async () => {
  throw new Error('there is nothing to do');
};
const live = { claim: { by: 'another', until: at(40) } };

describe('an event at the operation’s own number', () => {
  test('is worked on under a claim that outlives the invocation by a minute', async () => {
    let claim: unknown;
    const step = startWork(tables, async ({ operation }) => {
      claim = (await step.read(operation)).claim;
      return finish();
    });
    const { started } = await step.begin();

    await step.deliver(started);

    expect(claim).toEqual({ by: expect.any(String), until: at(120) });
  });

  test('completes the stage, and its event says what follows from what', async () => {
    const step = startWork(tables, finish);
    const { operation, started } = await step.begin();

    expect(await step.deliver(started)).toEqual(acknowledged);

    const event = {
      source: 'aurora-restore',
      detail_type: 'WorkDone',
      detail: {
        result: 'fine',
        operation_id: operation.operation_id,
        attempt: 1,
        sequence: 3,
        metadata: {
          event_id: expect.any(String),
          causation_id: 'work-started',
          occurred_at: at(0),
          version: 1,
        },
      },
    };
    expect(step.published).toEqual([event]);
    expect(await step.read(operation)).toMatchObject({
      status: 'in_progress',
      step: 'delete_rds',
      sequence: 3,
      deadline: at(30 * 60),
      restore_from: 'arn:copy',
      published: true,
      outbox: { id: expect.stringMatching(/^id-/), events: [event] },
      stages: { check_copy: { ended_at: at(0) }, delete_rds: { event } },
    });
    expect(step.counted).toEqual(['StepCompleted']);
  });

  test('ends the operation where the event that comes of it ends it', async () => {
    const step = startWork(tables, async () => done(EverythingDone.with({})));
    const { operation, started } = await step.begin();

    await step.deliver(started);

    expect(await step.read(operation)).toMatchObject({ status: 'completed', end_time: at(0) });
    expect(await tables.isWatched(operation)).toBe(false);
  });

  test('is given to the business function as it was published, with the operation', async () => {
    let given: unknown;
    const step = startWork(tables, async ({ event, operation }) => {
      given = [event, operation.operation_id];
      return finish();
    });
    const { operation, event, started } = await step.begin();

    await step.deliver(started);

    expect(given).toEqual([event.detail, operation.operation_id]);
  });

  test('is worked on where the claim of a dead worker has run out', async () => {
    const step = startWork(tables, finish);
    const { started } = await step.begin({ claim: { by: 'dead', until: at(-1) } });

    expect(await step.deliver(started)).toEqual(acknowledged);
    expect(step.published).toHaveLength(1);
  });
});

describe('a double', () => {
  test('waits until the other’s claim has run out', async () => {
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin(live);

    expect(await step.deliver(started)).toEqual(retried(41));

    expect(await step.read(operation)).toEqual(operation);
  });

  test('never records a failure, not even on its last receive', async () => {
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin({ claim: { by: 'another', until: at(9999) } });

    started.receiveCount = 4;
    expect(await step.deliver(started)).not.toEqual(acknowledged);

    expect(await step.read(operation)).toEqual(operation);
    expect(step.published).toEqual([]);
  });

  test('that is at work while another comes lets that one wait', async () => {
    let other: unknown;
    const step = startWork(tables, async () => {
      other = await step.deliver(step.redrive(started));
      return finish();
    });
    const { started } = await step.begin();

    expect(await step.deliver(started)).toEqual(acknowledged);

    expect(other).toEqual(retried(121));
  });

  test('that loses its claim to another goes back to the queue, and finds the work done', async () => {
    const step = startWork(tables, finish);
    const { operation, started } = await step.begin();
    step.interruptions.at('before claim', () => step.deliver(step.redrive(started)));

    expect(await step.deliver(started)).toEqual(retried(1));
    expect(await step.deliver(started)).toEqual(acknowledged);

    expect(step.published).toHaveLength(1);
    expect(await step.read(operation)).toMatchObject({ sequence: 3 });
  });
});

describe('an event whose consequence is recorded, but perhaps not out', () => {
  const outbox = { id: 'outbox-3', events: [eventWith({ detail_type: 'WorkDone' })] };

  test.each(['in_progress', 'completed', 'failed', 'rejected', 'cancelled'] as const)(
    'says it again and is acknowledged, in an operation that is %s',
    async (status) => {
      const step = startWork(tables, mustNotRun);
      const { operation, started } = await step.begin({
        status,
        sequence: 3,
        outbox,
        published: false,
      });

      expect(await step.deliver(started)).toEqual(acknowledged);

      expect(step.published).toEqual(outbox.events);
      expect(await step.read(operation)).toEqual({ ...operation, published: true });
      expect(await tables.isWatched(operation)).toBe(status === 'in_progress');
    },
  );

  test('is told of a cancel that came while it was worked on', async () => {
    const step = startWork(tables, async ({ operation }) => {
      await tables.put({
        ...operation,
        status: 'cancelled',
        sequence: 3,
        published: false,
        outbox: { id: 'cancel', events: [eventWith({ detail_type: 'RestoreCancelled' })] },
      });
      return finish();
    });
    const { operation, started } = await step.begin();

    expect(await step.deliver(started)).toEqual(retried(1));
    expect(await step.deliver(started)).toEqual(acknowledged);

    expect(step.published).toMatchObject([{ detail_type: 'RestoreCancelled' }]);
    expect(await step.read(operation)).toMatchObject({ status: 'cancelled', sequence: 3 });
  });
});

describe('a stale event', () => {
  test.each([
    ['the next stage stands', { sequence: 3 }],
    ['a later stage failed', { sequence: 3, status: 'failed' }],
    ['the operation is completed', { sequence: 9, status: 'completed' }],
    ['the operation is cancelled', { sequence: 3, status: 'cancelled' }],
    [
      'the operation was replayed, and its outbox is still to go out',
      { sequence: 4, published: false },
    ],
  ] as const)('is acknowledged and counted where %s', async (_, state) => {
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin({ ...state, stages: {} });

    expect(await step.deliver(started)).toEqual(acknowledged);

    expect(step.counted).toEqual(['StaleDelivery']);
    expect(step.published).toEqual([]);
    expect(await step.read(operation)).toEqual(operation);
  });
});

describe('what is never this step’s', () => {
  test('runs out into the dead-letter queue: an event that is ahead of its operation', async () => {
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin({ sequence: 1 });

    expect(await step.settle(started)).toBe('dead letter');

    expect(await step.read(operation)).toEqual(operation);
    expect(step.counted).toEqual(Array(5).fill('OutOfOrder'));
  });

  test.each([
    ['in progress', {}],
    ['failed', { status: 'failed', error: errorWith() }],
  ] as const)('nor is its own event with the number of another stage: %s', async (_, state) => {
    const step = startWork(tables, mustNotRun);
    const { operation, started } = await step.begin({ ...state, step: 'setup_db_users' });
    step.advance(600);

    expect(await step.settle(step.redrive(started))).toBe('dead letter');

    expect(await step.read(operation)).toEqual(operation);
    expect(step.counted).toEqual(Array(5).fill('OutOfOrder'));
  });

  test.each([
    ['an event of an unknown operation', {}, 'OutOfOrder'],
    ['an event that it does not consume', { 'detail-type': 'WorkDone' }, 'NotAnEvent'],
    ['its event from another source', { source: 'somebody.else' }, 'NotAnEvent'],
    [
      'its event without what it needs',
      { detail: { operation_id: 'op', sequence: 2 } },
      'NotAnEvent',
    ],
    ['a native event of another shape', { source: 'aws.rds' }, 'NotAnEvent'],
  ])('runs out into the dead-letter queue, and is counted: %s', async (_, change, metric) => {
    const step = startWork(tables, mustNotRun);
    const { started } = await step.begin();
    const detail = { ...Object(started.body.detail), operation_id: 'unknown' };

    const settled = step.settle(step.message({ ...started.body, detail, ...change }));

    expect(await settled).toBe('dead letter');
    expect(step.published).toEqual([]);
    expect(step.counted).toEqual(Array(5).fill(metric));
  });
});

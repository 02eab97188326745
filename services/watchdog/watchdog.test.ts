import { expect, test } from 'vitest';
import type { Stage } from '../../events/index.ts';
import type { Update } from '../../shared/operation/condition.ts';
import type { Operation, OutgoingEvent } from '../../shared/operation/operation.ts';
import { LostCondition } from '../../shared/operation/operations.ts';
import type { Report } from '../../shared/step/runtime.ts';
import { anOperation } from '../../test/fixtures/steps/operation.ts';
import { watchdog } from './watchdog.ts';

const minutes = (count: number) => count * 60_000;

const said = (detail_type: string): OutgoingEvent => ({
  source: 'aurora-restore',
  detail_type,
  detail: { operation_id: 'op-1' },
});

/** When everything here begins. */
const START = Date.parse('2026-01-02T12:00:00.000Z');
const after = (count: number) => new Date(START + minutes(count)).toISOString();

/** An operation that waits in `check_restore`, with an hour until its deadline. */
const waiting = (more: Partial<Operation> = {}) =>
  anOperation({
    step: 'check_restore',
    sequence: 6,
    update_time: after(0),
    deadline: after(60),
    stages: { check_restore: { event: said('ClusterRestoreStarted'), started_at: after(0) } },
    ...more,
  });

/** The operations that the watchdog looks after, a bus, and queues. */
class Watch {
  readonly published: string[] = [];
  readonly sent: { stage: Stage; event: string; checkId: string }[] = [];
  readonly reported: unknown[] = [];
  now = START;
  /** Why nothing can be seen of the requests that died. */
  unreadable: Error | undefined;
  /** Called before each message. */
  sending: () => void = () => undefined;
  /** Called before each write. */
  meanwhile: (id: string, what: string) => void = () => undefined;
  readonly #operations: Map<string, Operation>;
  #ids = 0;

  constructor(...operations: readonly Operation[]) {
    this.#operations = new Map(operations.map((operation) => [operation.operation_id, operation]));
  }

  at(id = 'op-1'): Operation {
    const operation = this.#operations.get(id);
    if (!operation) throw new Error(`there is no ${id}`);
    return operation;
  }

  change(id: string, change: Partial<Operation>): void {
    this.#operations.set(id, { ...this.at(id), ...change });
  }

  /** Lets the watchdog look, so many minutes after the beginning. */
  async look(minute: number): Promise<void> {
    this.now = START + minutes(minute);
    await this.#watchdog(this.#report);
  }

  readonly #watchdog = watchdog({
    operations: {
      watched: () => this.#watched(),
      read: async (id) => this.#operations.get(id),
      write: async (id, what, update) => {
        this.meanwhile(id, what);
        this.#operations.set(id, written(this.at(id), update));
        return this.at(id);
      },
    },
    publish: async (events) => {
      this.published.push(...events.map(({ detail_type }) => detail_type));
    },
    send: async (stage, { detail_type: event }, checkId) => {
      this.sending();
      this.sent.push({ stage, event, checkId });
    },
    deadLetterQueue: (stage) => `${stage}-dlq`,
    deadRequests: async () => {
      if (this.unreadable) throw this.unreadable;
      return [];
    },
    deadlineMinutes: {},
    now: () => new Date(this.now),
    newId: () => `id-${++this.#ids}`,
  });

  async *#watched() {
    yield* this.#operations.keys();
  }

  readonly #report: Report = {
    identify: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_, error) => void this.reported.push(error),
    count: () => undefined,
  };
}

/** The item after a write whose condition, proven against a table elsewhere, held. */
function written(operation: Operation, { set }: Update): Operation {
  return { ...operation, ...set };
}

const unpublished = (more: Partial<Operation> = {}) =>
  waiting({
    published: false,
    outbox: { id: 'outbox-1', events: [said('ClusterRestored')] },
    ...more,
  });

test('what was not published is published after a minute', async () => {
  const watch = new Watch(unpublished());

  await watch.look(0.9);
  expect(watch.published).toEqual([]);

  await watch.look(1);
  expect(watch.published).toEqual(['ClusterRestored']);
  expect(watch.at().published).toBe(true);
});

test.each(['completed', 'failed', 'rejected', 'cancelled'] as const)(
  'what an operation that is %s had to say is published too',
  async (status) => {
    const watch = new Watch(unpublished({ status }));

    await watch.look(5);

    expect(watch.published).toEqual(['ClusterRestored']);
    expect(watch.sent).toEqual([]);
  },
);

test('what was published is not published again', async () => {
  const watch = new Watch(unpublished());

  await watch.look(5);
  await watch.look(10);

  expect(watch.published).toEqual(['ClusterRestored']);
});

test('an operation that is on its way is left alone', async () => {
  const watch = new Watch(waiting({ next_check: { id: 'check-1', due: after(10) } }));

  await watch.look(5);
  await watch.look(10.9);

  expect(watch.sent).toEqual([]);
});

test('a check that is overdue is sent again, as a new one', async () => {
  const watch = new Watch(waiting({ next_check: { id: 'check-1', due: after(10) } }));

  await watch.look(12);

  expect(watch.sent).toEqual([
    { stage: 'check_restore', event: 'ClusterRestoreStarted', checkId: 'id-1' },
  ]);
  expect(watch.at().next_check).toEqual({ id: 'id-1', due: after(12), sent: true });
});

test('a stage whose own event was lost is sent it again after a quarter of an hour', async () => {
  const watch = new Watch(waiting());

  await watch.look(14.9);
  expect(watch.sent).toEqual([]);

  await watch.look(15);
  expect(watch.sent).toEqual([
    { stage: 'check_restore', event: 'ClusterRestoreStarted', checkId: 'id-1' },
  ]);
  expect(watch.at().next_check).toEqual({ id: 'id-1', due: after(15), sent: true });
  expect(watch.at()).not.toHaveProperty('deadline_acted_on');
});

test.each<[string, Partial<Operation>]>([
  ['was touched since', { update_time: after(1) }],
  ['waits for its next look', { next_check: { id: 'check-1', due: after(15) } }],
  ['is worked on', { claim: { by: 'somebody', until: after(16) } }],
])('a stage that %s has lost nothing', async (_, state) => {
  const watch = new Watch(waiting(state));

  await watch.look(15);

  expect(watch.sent).toEqual([]);
});

test('a check is recorded before it is sent, so that none is sent that nobody takes', async () => {
  const watch = new Watch(waiting({ next_check: { id: 'check-1', due: after(10) } }));
  watch.meanwhile = (_, what) => {
    if (what === 'resend') throw new LostCondition(what);
  };

  await watch.look(12);

  expect(watch.sent).toEqual([]);
});

test('an operation at which somebody is at work is left alone, deadline or not', async () => {
  const claim = { by: 'somebody', until: after(100) };
  const watch = new Watch(waiting({ claim, next_check: { id: 'check-1', due: after(10) } }));

  await watch.look(12);
  await watch.look(90);

  expect(watch.sent).toEqual([]);
  expect(watch.at().status).toBe('in_progress');
});

test('a claim that has run out stops nobody', async () => {
  const claim = { by: 'somebody', until: after(11) };
  const watch = new Watch(waiting({ claim, next_check: { id: 'check-1', due: after(10) } }));

  await watch.look(12);

  expect(watch.sent).toHaveLength(1);
});

test('a stage past its deadline is sent its own event, once a deadline', async () => {
  const watch = new Watch(waiting({ next_check: { id: 'check-1', due: after(60) } }));

  await watch.look(60);
  expect(watch.sent).toEqual([]);
  await watch.look(61);
  expect(watch.sent).toEqual([
    { stage: 'check_restore', event: 'ClusterRestoreStarted', checkId: 'id-1' },
  ]);
  watch.change('op-1', { next_check: undefined, update_time: after(62) });
  await watch.look(66);

  expect(watch.sent).toHaveLength(1);
});

test('a stage with a new deadline is sent its event again when that has passed', async () => {
  const watch = new Watch(waiting({ next_check: { id: 'check-1', due: after(60) } }));
  await watch.look(61);
  watch.change('op-1', {
    deadline: after(120),
    next_check: { id: 'check-2', due: after(120) },
  });

  await watch.look(119);
  await watch.look(121);

  expect(watch.sent).toHaveLength(2);
});

test('a stage that has recorded nothing since is failed, naming the queue with its message', async () => {
  const watch = new Watch(waiting());
  await watch.look(61);

  await watch.look(77);

  expect(watch.at()).toMatchObject({
    status: 'failed',
    published: true,
    error: {
      code: 'STEP_CRASHED',
      step: 'check_restore',
      dead_letter_queue: 'check_restore-dlq',
      message: expect.stringContaining('its message lies in check_restore-dlq'),
    },
  });
  expect(watch.at().error).not.toHaveProperty('message_id');
  expect(watch.published).toEqual(['RestoreFailed']);
});

test('a stage that dies at every try is failed too, though its check is sent again meanwhile', async () => {
  const watch = new Watch(waiting());

  for (let minute = 61; minute <= 71; minute += 5) await watch.look(minute);
  expect(watch.at().status).toBe('in_progress');
  expect(watch.sent).toHaveLength(3);
  await watch.look(76);

  expect(watch.at()).toMatchObject({ status: 'failed', error: { code: 'STEP_CRASHED' } });
});

test('a stage whose event could not be sent is not failed before one is in its queue to redrive', async () => {
  const watch = new Watch(waiting());
  watch.sending = () => {
    throw new Error('SQS is out of reach');
  };
  await expect(watch.look(61)).rejects.toThrow('not every operation');
  await expect(watch.look(90)).rejects.toThrow('not every operation');
  expect(watch.at().status).toBe('in_progress');
  watch.sending = () => undefined;

  await watch.look(95);
  expect(watch.at().status).toBe('in_progress');
  expect(watch.sent).toHaveLength(1);
  await watch.look(100);

  expect(watch.at()).toMatchObject({ status: 'failed', error: { code: 'STEP_CRASHED' } });
});

test('a failure carries the sequence at which the stage stood', async () => {
  const watch = new Watch(waiting());
  await watch.look(61);
  await watch.look(77);

  expect(watch.at().outbox?.events).toMatchObject([
    { detail_type: 'RestoreFailed', detail: { operation_id: 'op-1', sequence: 6 } },
  ]);
});

test('a stage that goes on just before it would be failed is not', async () => {
  const watch = new Watch(waiting());
  await watch.look(61);
  watch.meanwhile = (_, what) => {
    if (what === 'fail unattended') throw new LostCondition(what);
  };

  await watch.look(77);

  expect(watch.at().status).toBe('in_progress');
  expect(watch.published).toEqual([]);
});

test('an operation that has ended is left alone', async () => {
  const watch = new Watch(
    waiting({ status: 'failed' }),
    waiting({ operation_id: 'op-2', status: 'completed' }),
  );

  await watch.look(500);

  expect(watch.sent).toEqual([]);
  expect(watch.published).toEqual([]);
});

test('one operation that cannot be looked after does not stop the others, and the run fails', async () => {
  const watch = new Watch(
    unpublished(),
    unpublished({ operation_id: 'op-2' }),
    unpublished({ operation_id: 'op-3' }),
  );
  watch.meanwhile = (id) => {
    if (id === 'op-2') throw new Error('throttled');
  };

  await expect(watch.look(5)).rejects.toThrow('not every operation was looked after');

  expect(watch.at('op-1').published).toBe(true);
  expect(watch.at('op-3').published).toBe(true);
  expect(watch.reported).toEqual([new Error('throttled')]);
});

test('an operation that goes on by itself meanwhile is no failure', async () => {
  const watch = new Watch(unpublished());
  watch.meanwhile = (_, what) => {
    throw new LostCondition(what);
  };

  await watch.look(5);

  expect(watch.reported).toEqual([]);
});

test('requests that cannot be looked at keep nobody from being looked after, and fail the run', async () => {
  const watch = new Watch(unpublished());
  watch.unreadable = new Error('no such queue');

  await expect(watch.look(5)).rejects.toThrow('not every operation was looked after');

  expect(watch.published).toEqual(['ClusterRestored']);
  expect(watch.reported).toEqual([new Error('no such queue')]);
});

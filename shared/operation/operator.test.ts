import { afterAll, describe, expect, test } from 'vitest';
import { InterruptedOperations, Interruptions } from '../step/interruptions.fixture.ts';
import {
  at,
  errorWith,
  eventWith,
  failedWith,
  later,
  NOW,
  operationWith,
  targetOf,
} from './operation.fixture.ts';
import type { Operation, OutgoingEvent } from './operation.ts';
import { operator } from './operator.ts';
import { tables as names, openTables, REGION } from './tables.fixture.ts';
import { cancel, complete, replay } from './writes.ts';

const tables = await openTables();
afterAll(tables.close);

const cluster = (id: string) => ({ kind: 'cluster', region: REGION, id }) as const;
const live = { by: 'worker', until: at(1) };
const expired = { by: 'worker', until: at(-1) };

const started = (detail_type: string, sequence: number) => ({
  event: eventWith({
    detail_type,
    detail: {
      operation_id: 'op',
      attempt: 1,
      sequence,
      metadata: { event_id: `event-${sequence}`, occurred_at: at(-60), version: 1 },
      snapshot_arn: 'arn:snapshot',
    },
  }),
  started_at: at(-60),
  deadline: at(3540),
});

/** Came as far as deleting; has learnt more than it should know when it begins again. */
const farOn = (overrides: Partial<Operation> = {}) =>
  failedWith({
    step: 'check_delete',
    sequence: 4,
    stages: {
      check_snapshot: { event: eventWith(), started_at: at(-99), ended_at: at(-98) },
      copy_snapshot: { ...started('SnapshotVerified', 1), ended_at: at(-50), checks: 2 },
      delete_rds: { ...started('SnapshotReady', 2), ended_at: at(-40) },
      check_delete: started('TargetDeletionStarted', 3),
    },
    next_check: { id: 'check', due: at(0) },
    reopened_at: at(-10),
    deadline_acted_on: at(-5),
    restore_from: 'arn:snapshot',
    endpoint: { address: 'old', port: 3306 },
    users: [],
    ...overrides,
  });

function operating({ refusesToPublish = false, operations = tables.operations } = {}) {
  const published: OutgoingEvent[] = [];
  let ids = 0;
  const verbs = operator({
    operations,
    publish: async (events) => {
      if (refusesToPublish) throw new Error('no bus');
      published.push(...events);
    },
    region: REGION,
    now: () => NOW,
    newId: () => `new-${++ids}`,
  });
  return { ...verbs, published };
}

async function standing(overrides: Partial<Operation> = {}) {
  const operation = await tables.put(farOn(overrides));
  await tables.operations.hold(
    cluster(targetOf(operation.operation_id)),
    operation.operation_id,
    later(-90),
  );
  return operation;
}

const read = async ({ operation_id }: Operation) => await tables.operations.read(operation_id);

describe('a replay', () => {
  test('begins a stage anew, with its own event as of a new attempt', async () => {
    const before = await standing();
    const { replay, published } = operating();

    await replay(before.operation_id, 'delete_rds');

    const event = {
      source: 'aurora-restore',
      detail_type: 'SnapshotReady',
      detail: {
        snapshot_arn: 'arn:snapshot',
        operation_id: before.operation_id,
        attempt: 2,
        sequence: 5,
        metadata: {
          event_id: 'new-1',
          causation_id: 'event-2',
          occurred_at: NOW.toISOString(),
          version: 1,
        },
      },
    };
    const { error, next_check, reopened_at, deadline_acted_on, endpoint, users, ...rest } = before;
    expect(await read(before)).toEqual({
      ...rest,
      status: 'in_progress',
      step: 'delete_rds',
      attempt: 2,
      sequence: 5,
      outbox: { id: 'new-2', events: [event] },
      published: true,
      update_time: at(0),
      deadline: at(3600),
      stages: {
        check_snapshot: before.stages.check_snapshot,
        copy_snapshot: before.stages.copy_snapshot,
        delete_rds: { event, started_at: at(0), deadline: at(3600) },
      },
    });
    expect(published).toEqual([event]);
  });

  test('forgets the snapshot to restore from where that is found out again', async () => {
    const before = await standing();

    await operating().replay(before.operation_id, 'copy_snapshot');

    expect(await read(before)).not.toHaveProperty('restore_from');
  });

  test('takes a target that nobody holds, and keeps its own', async () => {
    const before = await tables.put(farOn());

    await operating().replay(before.operation_id, 'delete_rds');
    await tables.put({ ...farOn(), operation_id: before.operation_id });
    await operating().replay(before.operation_id, 'delete_rds');

    expect(await tables.operations.holder(cluster(targetOf(before.operation_id)))).toBe(
      before.operation_id,
    );
  });

  test('of an operation in progress wins over a worker that died', async () => {
    const before = await standing({ status: 'in_progress', claim: expired });

    await operating().replay(before.operation_id, 'delete_rds');

    const after = await read(before);
    expect(after).toMatchObject({ attempt: 2 });
    expect(after).not.toHaveProperty('claim');
  });

  test.each<[string, Partial<Operation>, string]>([
    ['that was completed', { status: 'completed' }, 'over'],
    ['that was rejected', { status: 'rejected' }, 'over'],
    ['that was cancelled', { status: 'cancelled' }, 'over'],
    ['that was only planned', { status: 'planned' }, 'over'],
    ['at which a worker is', { status: 'in_progress', claim: live }, 'claimed'],
  ])('of an operation %s is refused', async (_, state, why) => {
    const before = await standing(state);
    const item = await tables.item(before.operation_id);

    await expect(operating().replay(before.operation_id, 'delete_rds')).rejects.toMatchObject({
      why,
    });

    expect(await tables.item(before.operation_id)).toEqual(item);
  });

  test('says until when a worker may be at it', async () => {
    const before = await standing({ status: 'in_progress', claim: live });

    await expect(operating().replay(before.operation_id, 'delete_rds')).rejects.toThrow(live.until);
  });

  test('from a stage that was never reached is refused, naming those that were', async () => {
    const { operation_id } = await standing();

    await expect(operating().replay(operation_id, 'setup_db_users')).rejects.toMatchObject({
      why: 'never_reached',
      remedy: 'It can be replayed from: copy_snapshot, delete_rds, check_delete.',
    });
  });

  test('of the request is refused', async () => {
    const { operation_id } = await standing();

    await expect(operating().replay(operation_id, 'check_snapshot')).rejects.toMatchObject({
      why: 'request',
    });
  });

  test('of nothing is refused', async () => {
    await expect(operating().replay('nobody', 'delete_rds')).rejects.toMatchObject({
      why: 'unknown',
    });
  });

  test.each(['in_progress', 'completed', 'failed'] as const)(
    'is refused while another operation holds the target, be it %s',
    async (status) => {
      const before = await tables.put(farOn());
      const other = await tables.put(operationWith({ status }));
      const target = cluster(targetOf(before.operation_id));
      await tables.operations.hold(target, other.operation_id, NOW);
      const item = await tables.item(before.operation_id);

      const replaying = operating().replay(before.operation_id, 'delete_rds');

      await expect(replaying).rejects.toMatchObject({ why: 'locked' });
      await expect(replaying).rejects.toThrow(`is held by operation ${other.operation_id}`);
      expect(await tables.item(before.operation_id)).toEqual(item);
      expect(await tables.operations.holder(target)).toBe(other.operation_id);
    },
  );
});

describe('cancelling', () => {
  test('ends the operation, and tells what it leaves behind', async () => {
    const before = await standing({
      resources: {
        'copy-1': { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 1, deleted: true },
        'cluster-1': { kind: 'cluster', id: 'orders', role: 'target', attempt: 1 },
        'cluster-2': { kind: 'cluster', id: 'orders', role: 'target', attempt: 2 },
      },
    });
    const { cancel, published } = operating();

    await cancel(before.operation_id);

    const { next_check, ...rest } = before;
    expect(await read(before)).toEqual({
      ...rest,
      status: 'cancelled',
      sequence: 5,
      published: true,
      outbox: { id: 'new-2', events: published },
      update_time: at(0),
      end_time: at(0),
    });
    expect(published).toMatchObject([
      {
        detail_type: 'RestoreCancelled',
        detail: {
          sequence: 5,
          target_cluster_id: targetOf(before.operation_id),
          created: ['cluster orders'],
        },
      },
    ]);
    expect(await tables.isWatched(before)).toBe(false);
  });

  test('leaves a worker’s claim until it runs out', async () => {
    const before = await standing({ status: 'in_progress', claim: live });

    await operating().cancel(before.operation_id);

    expect(await read(before)).toMatchObject({ status: 'cancelled', claim: live });
  });

  test.each(['completed', 'rejected', 'cancelled', 'planned'] as const)(
    'what is %s already is refused',
    async (status) => {
      const { operation_id } = await standing({ status });

      await expect(operating().cancel(operation_id)).rejects.toMatchObject({ why: 'over' });
    },
  );
});

describe('whatever an operator does', () => {
  const both = [
    ['replay', (id: string, verbs: ReturnType<typeof operating>) => verbs.replay(id, 'delete_rds')],
    ['cancel', (id: string, verbs: ReturnType<typeof operating>) => verbs.cancel(id)],
  ] as const;

  test.each(both)('%s says what was not said yet', async (_, act) => {
    const unsaid = eventWith({ detail_type: 'RestoreFailed' });
    const before = await standing({ published: false, outbox: { id: 'out', events: [unsaid] } });
    const verbs = operating();

    await act(before.operation_id, verbs);

    expect(verbs.published[0]).toEqual(unsaid);
    expect(verbs.published).toHaveLength(2);
  });

  test.each(both)(
    '%s is done though nobody can be told, and watched until then',
    async (_, act) => {
      const before = await standing();

      const { untold } = await act(before.operation_id, operating({ refusesToPublish: true }));

      expect(untold).toEqual(new Error('no bus'));
      expect(await read(before)).toMatchObject({ sequence: 5, published: false });
      expect(await tables.isWatched(before)).toBe(true);
    },
  );

  test.each(both)('%s loses to a completion that comes first, and says so', async (name, act) => {
    const before = await standing({ status: 'in_progress', claim: expired });
    const completed = complete(
      { by: 'worker', sequence: 4, now: NOW },
      'check_delete',
      { id: 'done', events: [eventWith()] },
      { stage: 'restore_snapshot', event: eventWith(), deadline: at(900) },
    );
    const interruptions = new Interruptions();
    interruptions.at(`before ${name}`, () => tables.write(before, completed));
    const operations = new InterruptedOperations(tables.document, names, interruptions);

    await expect(act(before.operation_id, operating({ operations }))).rejects.toMatchObject({
      why: 'overtaken',
    });

    expect(await read(before)).toMatchObject({ step: 'restore_snapshot', sequence: 5, attempt: 1 });
  });

  const outbox = { id: 'new', events: [] };
  const next = { stage: 'delete_rds', event: eventWith(), deadline: at(9) } as const;
  const seen = operationWith({ operation_id: 'read', outbox: { id: 'read', events: [] } });
  test.each<[string, Partial<Operation>]>([
    ['completed', { status: 'completed' }],
    ['cancelled', { status: 'cancelled' }],
    ['rejected', { status: 'rejected' }],
    ['further on', { sequence: 3 }],
    ['not so far yet', { sequence: 1 }],
    ['left with something to say', { published: false }],
  ])('is lost on an operation that is %s', async (_, state) => {
    await tables.expectLost({ ...seen, ...state }, replay(seen, NOW, outbox, next));
    await tables.expectLost({ ...seen, ...state }, cancel(seen, NOW, outbox));
  });

  test('is lost where something else is to be said than what was seen', async () => {
    const unsaid = { ...seen, published: false };
    const state = { ...unsaid, outbox: { id: 'another', events: [] } };

    await tables.expectLost(state, replay(unsaid, NOW, outbox, next));
    await tables.expectLost(state, cancel(unsaid, NOW, outbox));
  });

  test('a replay is lost while a worker is at it', async () => {
    await tables.expectLost({ ...seen, claim: live }, replay(seen, NOW, outbox, next));
    await tables.expectLost(
      failedWith({ ...seen, error: errorWith(), claim: live }),
      replay(seen, NOW, outbox, next),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { restoreRequest } from '../../events/restore-request.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { Death, HERE, World } from './auto-restore.fixture.ts';

const staging = {
  name: 'staging',
  source: { cluster_id: 'prod' },
  request: { target_cluster_id: 'staging', instance_count: 2 },
};
const FAR = { account_id: '111122223333', region: 'us-west-2' };
const far = {
  name: 'far',
  source: { cluster_id: 'shop', ...FAR },
  request: { target_cluster_id: 'shop' },
};

/** A world in which the rules have been looked at once. */
async function begun(...rules: readonly object[]): Promise<World> {
  const world = new World(...rules);
  await world.look();
  world.minute = 5;
  return world;
}

describe('an event', () => {
  test('asks for the snapshot with what the rule says, in the name of the rule', async () => {
    const world = await begun(staging);
    world.take('nightly');

    await world.tell('nightly');

    const [only, ...others] = world.put;
    expect(others).toEqual([]);
    expect(only?.request).toEqual({
      operation_id: expect.stringMatching(/^auto-staging-[0-9a-f]{14}$/),
      snapshot_name: world.arn('nightly'),
      target_cluster_id: 'staging',
      instance_count: 2,
      when_busy: 'wait',
      requested_by: 'auto-restore rule staging',
    });
    expect(restoreRequest.safeParse(only?.request).success).toBe(true);
    expect(world.known.get('staging')?.clusters.get('prod')?.asked?.sent).toBe(true);
  });

  test('asks once, however often it comes', async () => {
    const world = await begun(staging);
    world.take('nightly');

    for (let times = 0; times < 3; times++) await world.tell('nightly');
    world.becomes('completed');
    await world.tell('nightly');

    expect(world.put).toHaveLength(1);
  });

  test('of an older snapshot that comes after the newer one asks for nothing', async () => {
    const world = await begun(staging);
    world.take('first');
    world.take('second', {}, 6);
    world.minute = 7;

    await world.tell('second');
    world.becomes('completed');
    await world.tell('first');

    expect(world.asked).toEqual(['second']);
  });

  test('of a snapshot that is not there, or not for a rule, changes nothing', async () => {
    const world = await begun(staging, far);
    world.take('of-another', { source_cluster_id: 'other' });
    world.take('by-hand', { type: 'manual' });

    for (const id of ['gone', 'of-another', 'by-hand']) await world.tell(id);
    await world.tell('nightly', { ...HERE, region: 'ap-south-1' });

    expect(world.put).toEqual([]);
  });

  test('is the proof that a snapshot is new for a rule that nobody had looked at', async () => {
    const world = new World(staging);
    world.take('nightly', {}, -10);
    world.take('before', {}, -20);

    await world.look();
    await world.tell('before');

    expect(world.asked).toEqual(['before']);
  });

  test('from another account is a hint to look there', async () => {
    const world = await begun(far, staging);
    world.take('nightly', { arn: world.arn('nightly', FAR), source_cluster_id: 'shop' });

    await world.tell('nightly');
    expect(world.put).toEqual([]);
    await world.tell('nightly', FAR);

    expect(world.put[0]?.request).toMatchObject({
      snapshot_name: world.arn('nightly', FAR),
      target_cluster_id: 'shop',
    });
  });

  test('is for each rule that is about the snapshot', async () => {
    const also = { ...staging, name: 'also', request: { target_cluster_id: 'also' } };
    const world = await begun(staging, also);
    world.take('nightly');

    await world.tell('nightly');

    expect(world.put.map(({ request }) => request.target_cluster_id)).toEqual(['staging', 'also']);
    expect(new Set(world.put.map(({ request }) => request.operation_id)).size).toBe(2);
  });

  test('is for each cluster of a pattern by itself', async () => {
    const world = await begun({
      ...staging,
      source: { cluster_id: 'shop-*' },
      request: { target_cluster_id: 'test-{source_cluster_id}' },
    });
    for (const cluster of ['shop-a', 'shop-b', 'constructor']) {
      world.take(`of-${cluster}`, { source_cluster_id: cluster });
      await world.tell(`of-${cluster}`);
    }

    expect(world.put.map(({ request }) => request.target_cluster_id)).toEqual([
      'test-shop-a',
      'test-shop-b',
    ]);
  });
});

describe('what is not asked for at once', () => {
  test('waits for the end of the last restore, and is then the newest', async () => {
    const world = await begun(staging);
    world.take('first');
    await world.tell('first');
    for (const [minute, id] of [
      [10, 'second'],
      [15, 'third'],
    ] as const) {
      world.minute = minute;
      world.becomes(minute === 10 ? 'queued' : 'in_progress');
      world.take(id);
      await world.tell(id);
      await world.look();
    }
    expect(world.asked).toEqual(['first']);

    world.becomes('failed');
    await world.look();

    expect(world.asked).toEqual(['first', 'third']);
  });

  test('waits for the end of the period, without looking at RDS meanwhile', async () => {
    const world = await begun({ ...staging, at_most_every_minutes: 1440, look_after_minutes: 60 });
    world.take('first');
    await world.tell('first');
    world.becomes('completed');
    world.minute = 100;
    world.take('second');
    await world.tell('second');
    world.take('third', {}, 101);
    const looked = world.looked.length;

    world.minute = 1444;
    await world.look();
    expect(world.asked).toEqual(['first']);
    expect(world.looked).toHaveLength(looked);
    world.minute = 1445;
    await world.look();

    expect(world.asked).toEqual(['first', 'third']);
  });

  test('is looked at again if it was still in the making', async () => {
    const world = await begun(staging);
    world.take('nightly', { status: 'creating' });
    await world.tell('nightly');
    world.snapshots.pop();
    world.take('nightly');

    await world.look();

    expect(world.asked).toEqual(['nightly']);
  });
});

describe('without an event', () => {
  test('RDS is not looked at until it is time', async () => {
    const world = await begun(staging);
    world.take('dropped');

    world.minute = 1500;
    await world.look();
    expect(world.looked).toEqual([]);
    world.minute = 1505;
    await world.look();

    expect(world.asked).toEqual(['dropped']);
    expect(world.counted).toEqual(['AutoRestoreRequested']);
  });

  test('what was there before the rule is not restored, however long ago', async () => {
    const world = new World(staging);
    world.take('before', {}, -1);

    for (world.minute = 0; world.minute < 5000; world.minute += 100) await world.look();

    expect(world.put).toEqual([]);
  });

  test('that there is nothing new though it is time is counted', async () => {
    const world = await begun(staging);

    world.minute = 1505;
    await world.look();

    expect(world.counted).toEqual(['AutoRestoreOverdue']);
  });

  test('clusters that nobody knew of are found, and those that are gone are not missed', async () => {
    const world = await begun({
      ...staging,
      source: { cluster_id: 'shop-*' },
      request: { target_cluster_id: 'test-{source_cluster_id}' },
    });
    world.take('a-1', { source_cluster_id: 'shop-a' });
    world.minute = 1505;
    await world.look();
    expect(world.asked).toEqual(['a-1']);
    world.becomes('completed');

    world.snapshots.length = 0;
    world.minute = 4000;
    await world.look();

    expect(world.counted).toEqual(['AutoRestoreRequested']);
    expect([...(world.known.get('staging')?.clusters.keys() ?? [])]).toEqual([]);
  });

  test('a rule whose source is another now is a new one', async () => {
    const world = await begun(staging);
    const changed = new World({ ...staging, source: { cluster_id: 'other' } });
    for (const [rule, state] of world.known) changed.known.set(rule, state);
    changed.take('before', { source_cluster_id: 'other' }, 10);

    changed.minute = 20;
    await changed.look();
    changed.minute = 5000;
    await changed.look();

    expect(changed.put).toEqual([]);
  });
});

describe('while the source is itself being restored', () => {
  const chained = async (stages: Operation['stages'], status: Operation['status']) => {
    const world = await begun(staging);
    world.holders.set('prod', 'op-1');
    world.statuses.set('op-1', status);
    world.records.set('op-1', { stages, end_time: world.time(20).toISOString() });
    world.take('half', {}, 10);
    world.minute = 30;
    await world.tell('half');
    return world;
  };
  const event = { source: 'aurora-restore', detail_type: 'SnapshotReady', detail: {} };
  const deleting = { delete_rds: { event, started_at: '2026-01-02T12:00:00.000Z' } };

  test.each([
    ['in progress', deleting, 'in_progress'],
    ['waiting for its turn', {}, 'queued'],
    ['failed on the way', deleting, 'failed'],
    ['cancelled on the way', deleting, 'cancelled'],
  ] as const)('its snapshot is not restored: %s', async (_, stages, status) => {
    const world = await chained(stages, status);

    expect(world.asked).toEqual([]);
  });

  test('what it was then is not restored afterwards either, but what comes next', async () => {
    const world = await chained(deleting, 'in_progress');
    world.statuses.set('op-1', 'completed');
    await world.look();
    expect(world.asked).toEqual([]);

    world.take('whole', {}, 31);
    world.minute = 35;
    await world.tell('whole');

    expect(world.asked).toEqual(['whole']);
  });

  test('a restore that ended before it touched the source leaves it as it was', async () => {
    expect((await chained({}, 'cancelled')).asked).toEqual(['half']);
  });
});

describe('who dies', () => {
  test.each([
    ['before it is written down', 'write', 2],
    ['before it is put on the bus', 'publish', 1],
    ['before it is known to be out', 'write', 3],
  ] as const)(
    '%s: it is asked for all the same, with one id and one request',
    async (_, call, nth) => {
      const world = new World(staging);
      world.take('nightly', {}, 1);
      world.minute = 2;
      let calls = 0;
      world.meanwhile = (made) => {
        if (made === call && ++calls === nth) throw new Death();
      };
      await expect(world.tell('nightly')).rejects.toThrow();
      world.meanwhile = () => undefined;

      await world.tell('nightly');
      world.minute = 6;
      await world.look();

      expect(world.asked).toEqual(['nightly']);
      expect(new Set(world.put.map(({ request }) => JSON.stringify(request))).size).toBe(1);
      expect(world.known.get('staging')?.clusters.get('prod')?.asked?.sent).toBe(true);
    },
  );

  test('on the way to its operation is asked for again, until that has begun', async () => {
    const world = await begun(staging);
    world.take('nightly');
    await world.tell('nightly');

    world.minute = 10;
    await world.look();
    expect(world.put).toHaveLength(2);
    world.becomes('in_progress');
    world.minute = 15;
    await world.look();

    expect(world.put).toHaveLength(2);
  });
});

test('a rule whose place cannot be reached does not stop the others, and the run fails', async () => {
  const world = new World(far, staging);
  world.unreachable.set(FAR.region, new StepFailure('SOURCE_ACCOUNT_DENIED', 'no'));
  await world.look();
  world.minute = 1505;
  world.take('dropped', {}, 10);

  await expect(world.look()).rejects.toThrow('not every rule was looked after');

  expect(world.asked).toEqual(['dropped']);
});

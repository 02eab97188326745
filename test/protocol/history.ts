import { openTables } from '../../shared/operation/tables.fixture.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';
import { choreography } from './choreography.ts';
import { mend } from './mend.ts';
import type { Fate, Task } from './tasks.ts';
import { final } from './witness.ts';
import { type Ending, START, World } from './world.ts';

export interface Outcome {
  readonly violations: readonly string[];
  readonly log: readonly string[];
}

const LEAPS = [1, 5, 20, 61, 61, 125, 125, 400, 1000];
const WATCH_SECONDS = 300;

/** Lets chance lead a few restores through a world in which everything goes wrong, and then mends it. */
export async function history(seed: number): Promise<Outcome> {
  const tables = await openTables();
  const random = seededRandom(seed);
  const happens = (probability: number) => random() < probability;
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  /** How much of each trouble there is in this history: none, some or a lot. */
  const much = (most: number) => (pick([0, 0.3, 1]) ?? 0) * most;

  const trouble = {
    waits: much(0.4),
    queues: much(0.3),
    fails: much(0.3),
    throws: much(0.3),
    rejects: much(0.05),
    lost: much(0.2),
    doubled: much(0.4),
    late: much(0.5),
    refused: much(0.1),
    dies: much(0.1),
    zombies: much(1),
    sleeps: pick([0.05, 0.12, 0.3]) ?? 0,
    wakes: pick([0.1, 0.3, 0.6]) ?? 0,
    leaps: pick([0.05, 0.15, 0.3]) ?? 0,
    byHand: much(0.3),
    replayed: much(0.4),
    cancelled: much(0.3),
    watched: much(0.3),
    redriven: much(0.6),
  };
  let mended = false;
  const world = new World(tables, {
    ending(stage): Ending {
      if (mended) return 'done';
      if (happens(trouble.waits)) return 'waits';
      if (happens(trouble.queues)) return 'queues';
      if (happens(trouble.fails)) return 'fails';
      if (happens(trouble.throws)) return 'throws';
      return stage === 'check_snapshot' && happens(trouble.rejects) ? 'rejects' : 'done';
    },
    arrivals() {
      if (mended) return [0];
      if (happens(trouble.lost)) return [];
      const late = () => (happens(trouble.late) ? (pick(LEAPS) ?? 0) : 0);
      return happens(trouble.doubled) ? [late(), late()] : [late()];
    },
  });
  const { witness, queues } = world;
  const wrong = () => witness.violations.length > 0;

  const ids = ['op-a', 'op-b', 'op-c', 'op-d'].slice(0, pick([1, 2, 3, 4]));
  const targets = pick([['one'], ['one'], ['one', 'other']]) ?? ['one'];
  const waiting = [...ids];
  const asleep = new Set<Task>();

  const visible = () => queues.all.filter(({ visibleAt }) => visibleAt <= world.time);
  async function act(): Promise<void> {
    const next = waiting[0];
    if (next !== undefined && (world.requested.size === 0 || happens(0.1))) {
      waiting.shift();
      world.request(next, pick(targets) ?? 'one');
      return;
    }
    const awake = world.tasks.findLast((task) => !asleep.has(task));
    const sleeps = awake?.name.startsWith('operator') ? 3 * trouble.sleeps : trouble.sleeps;
    if (awake && happens(sleeps)) asleep.add(awake);
    else if (awake) return await go(awake);
    if (happens(trouble.leaps)) return await leap();
    if (happens(trouble.watched)) return void (await world.watch());
    if (happens(trouble.byHand)) return await byHand();
    const id = pick([...world.requested]);
    const { contract } = pick(choreography) ?? {};
    if (id && contract && happens(trouble.replayed))
      return void (await world.replay(id, contract.stage));
    if (id && happens(trouble.cancelled)) return void (await world.cancel(id));
    const dead = pick(queues.dead);
    if (dead && happens(trouble.redriven)) return queues.redrive(dead, world.time);
    const message = pick(happens(trouble.doubled) ? queues.all : visible());
    const sleeper = pick([...asleep]);
    if (sleeper && (!message || happens(trouble.wakes))) asleep.delete(sleeper);
    else if (message) await world.deliver(message);
    else await leap();
  }

  async function byHand(): Promise<void> {
    /** What a permit has let through already, nobody can hold back. */
    const calling = world.tasks.some(({ point }) => point === 'call');
    if (happens(0.3) && !calling) return await world.unlockByHand(pick(targets) ?? 'one');
    const id = pick([...world.requested]);
    if (!id) return;
    const { status } = (await world.read(id)) ?? {};
    const over = status !== undefined && final.has(status);
    if (!over) await world.setByHand(id, happens(0.5) ? 'cancelled' : 'completed');
    else if (happens(0.2)) await world.setByHand(id, 'in_progress');
  }

  async function go(task: Task, fate = chosen()): Promise<void> {
    if (fate === 'dies') {
      if (mayDie(task)) end(task);
      return;
    }
    await world.step(task, fate);
    if (task.over) asleep.delete(task);
  }

  function chosen(): Fate | 'dies' {
    if (happens(trouble.dies)) return 'dies';
    if (!happens(trouble.refused)) return 'done';
    return happens(0.5) ? 'refused' : 'unheard';
  }

  function end(task: Task): void {
    asleep.delete(task);
    world.kill(task);
  }

  /** The watchdog dies once at most: it is called again long before it gives an operation up. */
  let watchdogDied = false;
  function mayDie(task: Task): boolean {
    if (!world.watchdogs.has(task)) return true;
    const may = !watchdogDied;
    watchdogDied = true;
    return may;
  }

  /** Time passes; whenever the watchdog is due it runs, and has ended before it is due again. */
  async function leap(): Promise<void> {
    let left = pick(LEAPS) ?? 1;
    while (left > 0 && !wrong()) {
      for (const task of world.tasks.filter((one) => world.watchdogs.has(one)))
        while (!task.over && !wrong()) await go(task, 'done');
      const sinceWatch = ((world.time - START) / 1000) % WATCH_SECONDS;
      const seconds = Math.min(left, WATCH_SECONDS - sinceWatch);
      world.advance(seconds);
      left -= seconds;
      if (sinceWatch + seconds === WATCH_SECONDS) await world.watch();
    }
    for (const task of world.tasks)
      if (task.endsAt < world.time && !happens(trouble.zombies)) end(task);
  }

  const steps = pick([60, 120, 240]) ?? 120;
  try {
    for (let i = 0; i < steps && !wrong(); i++) await act();
    mended = true;
    await mend(world);
    return { violations: witness.violations, log: world.log };
  } finally {
    await tables.close();
  }
}

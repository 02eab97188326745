import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Death, World } from './auto-restore.fixture.ts';

const PERIOD = 30;
const rule = {
  name: 'staging',
  source: { cluster_id: 'prod' },
  request: { target_cluster_id: 'staging' },
  at_most_every_minutes: PERIOD,
  look_after_minutes: 60,
};

type Happening =
  | { readonly kind: 'take' | 'look' | 'settle' }
  /** Of one of the snapshots so far, whichever, told as often as chance has it. */
  | { readonly kind: 'tell'; readonly which: number }
  /** The next run dies at its n-th call that changes something. */
  | { readonly kind: 'die'; readonly at: number }
  | { readonly kind: 'pass'; readonly minutes: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom(
    { kind: 'take' } as const,
    { kind: 'look' } as const,
    { kind: 'settle' } as const,
  ),
  fc.record({ kind: fc.constant('tell' as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant('die' as const), at: fc.nat(3) }),
  fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 25 }) }),
);

async function history(happenings: readonly Happening[]): Promise<World> {
  const world = new World(rule);
  world.take('s-0', {}, -200);
  let deadly = Number.POSITIVE_INFINITY;
  world.meanwhile = () => {
    if (deadly-- <= 0) throw new Death();
  };
  const attempt = async (run: Promise<void>) => {
    await run.catch((error: unknown) => {
      if (!(error instanceof AggregateError)) throw error;
    });
    deadly = Number.POSITIVE_INFINITY;
  };
  await attempt(world.look());
  for (const one of happenings) {
    if (one.kind === 'pass') world.minute += one.minutes;
    if (one.kind === 'take')
      world.take(`s-${world.snapshots.length}`, {}, world.minute + world.snapshots.length / 1000);
    if (one.kind === 'tell') await attempt(world.tell(`s-${one.which % world.snapshots.length}`));
    if (one.kind === 'look') await attempt(world.look());
    if (one.kind === 'die') deadly = one.at;
    if (one.kind === 'settle' && world.put.length > 0) world.becomes('completed');
  }
  world.meanwhile = () => undefined;
  return world;
}

test('whatever comes in whatever order, dies or is lost: no two in a period, none older, none twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
      const world = await history(happenings);
      const taken = world.decided.map(({ snapshot_arn }) =>
        world.snapshots.findIndex(({ arn }) => arn === snapshot_arn),
      );
      const times = world.decided.map(({ asked_at }) => Date.parse(asked_at));
      const decided = new Set<unknown>(world.decided.map(({ operation_id }) => operation_id));

      /** The first was there before the rule. */
      expect(taken).not.toContain(0);
      expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
      expect(decided.size).toBe(taken.length);
      for (const [index, time] of times.entries())
        if (index > 0)
          expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(PERIOD * 60_000);
      for (const { request } of world.put) expect(decided).toContain(request.operation_id);
    }),
    { numRuns: 300 },
  );
});

test('what is new is asked for in the end, whatever was lost before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
      const world = await history([...happenings, { kind: 'pass', minutes: 1 }, { kind: 'take' }]);
      const newest = world.snapshots.at(-1)?.id;

      world.minute += 1;
      for (let times = 0; times < 40; times++) {
        world.minute += 5;
        await world.look();
        if (world.put.length > 0) world.becomes('completed');
      }

      expect(world.asked.at(-1)).toBe(newest);
    }),
    { numRuns: 100 },
  );
});

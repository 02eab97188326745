import { expect } from 'vitest';
import type { Answer } from '../shared/step/answer.ts';
import type { World } from './world.fixture.ts';

/** Something died here. */
class Crash extends Error {}

const MUTATING = /^(copy|take|restore|create|delete|protect|unprotect) /;

/** Right before each call that changes something, the step asked whether it still may. */
export function expectPermits({ did }: World): void {
  const without = did.filter((call, index) => MUTATING.test(call) && did[index - 1] !== 'permit');
  expect(without).toEqual([]);
}

/**
 * Lets a step die before each call that it makes, runs it again, and once more after it is done.
 * Each time it must end as it does undisturbed, with everything done once.
 */
export async function expectRepeatable(
  make: () => World,
  run: (world: World) => Promise<Answer>,
): Promise<void> {
  const undisturbed = make();
  const answer = await run(undisturbed);
  for (let point = 0; point <= undisturbed.did.length; point++) {
    const world = make();
    let calls = 0;
    const { meanwhile } = world;
    world.meanwhile = (call) => {
      meanwhile(call);
      if (calls++ === point) throw new Crash(`before ${call}`);
    };
    const first = await run(world).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    world.meanwhile = meanwhile;
    const second = await run(world);

    const where = `died before ${undisturbed.did[point] ?? 'nothing'}`;
    expect(first ?? answer, where).toEqual(answer);
    expect(second, where).toEqual(answer);
    expect(world.effects, where).toEqual(undisturbed.effects);
  }
}

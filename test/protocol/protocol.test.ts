import { expect, test } from 'vitest';
import * as z from 'zod';
import { history } from './history.ts';
import { play } from './scene.ts';

/** How many histories are tried, and from which seed on. More of them, and others, for a longer look. */
const { PROTOCOL_HISTORIES: histories, PROTOCOL_SEED: first } = z
  .object({
    PROTOCOL_HISTORIES: z.coerce.number().int().min(1).default(80),
    PROTOCOL_SEED: z.coerce.number().int().min(0).default(1),
  })
  .parse(process.env);

test(
  'whatever happens, the protocol keeps its promises',
  async () => {
    for (let seed = first; seed < first + histories; seed++) {
      const { violations, log } = await history(seed);

      expect(violations, `seed ${seed}:\n${log.join('\n')}`).toEqual([]);
    }
  },
  6 * 3_600_000,
);

test('two copies of a redrive get an operation one stage on', async () => {
  const { violations, log } = await play(async (scene) => {
    const { world } = scene;
    world.request('op-a', 'one');
    scene.endings('fails');
    await scene.runOut('check_snapshot');
    world.advance(1);
    scene.redrive('check_snapshot');
    const late = await scene.upTo(await scene.start('check_snapshot'), 'reopen', 'Transact');
    await world.step(late, 'done');
    await scene.finish(await scene.start('check_snapshot', { again: true }));
    await scene.finish(late);
  });

  expect(violations, log.join('\n')).toEqual([]);
});

test('whose lock was taken away changes nothing', async () => {
  const { violations, log } = await play(async (scene) => {
    const { world } = scene;
    world.request('op-a', 'one');
    await scene.through('check_snapshot');
    const worker = await scene.upTo(await scene.start('delete_rds'), 'correlate');
    await world.step(worker, 'done');
    await world.unlockByHand('one');
    await scene.finish(worker);
  });

  expect(violations, log.join('\n')).toEqual([]);
});

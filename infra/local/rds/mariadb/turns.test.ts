import { expect, test } from 'vitest';
import { limit, Turns } from './turns.ts';

const gate = () => Promise.withResolvers<void>();

test('work on one key runs in order, work on another does not wait, and a failure holds up nobody', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const first = gate();

  const failing = turns.take('a', async () => {
    await first.promise;
    done.push('first');
    throw new Error('expected');
  });
  const second = turns.take('a', async () => done.push('second'));
  await turns.take('b', async () => done.push('other'));
  first.resolve();

  await expect(failing).rejects.toThrow('expected');
  await second;
  expect(done).toEqual(['other', 'first', 'second']);
  await turns.finished();
});

test('no more than the limit runs at once, and each gets its turn', async () => {
  const slots = limit(2);
  let running = 0;
  let most = 0;

  const all = Array.from({ length: 7 }, (_, index) =>
    slots(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index === 3) throw new Error('expected');
    }),
  );

  const results = await Promise.allSettled(all);
  expect(most).toBe(2);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
});

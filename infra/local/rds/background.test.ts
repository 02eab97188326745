import { expect, it } from 'vitest';
import { Clock } from '../clock.ts';
import { Background } from './background.ts';

const kit = () => {
  const clock = new Clock();
  const log: string[] = [];
  const background = new Background(clock, (what) => log.push(`failed: ${what}`));
  const start = (what: string, on: string[], run?: () => Promise<void>, lasting = 0) =>
    background.start({
      what,
      on,
      run,
      lasting,
      done: () => log.push(`done: ${what}`),
      failed: () => log.push(`marked: ${what}`),
    });
  return { clock, background, log, start };
};

/** Work that notes its beginning and its end, with other work's chance to come in between. */
const slow = (log: string[], name: string) => async () => {
  log.push(`begin ${name}`);
  await new Promise((resolve) => setImmediate(resolve));
  log.push(`end ${name}`);
};

it('work on the same data runs in order, other work beside it', async () => {
  const { clock, log, start } = kit();

  start('first', ['a', 'b'], slow(log, 'first'));
  start('second', ['b', 'c'], slow(log, 'second'));
  start('aside', ['d'], slow(log, 'aside'));
  await clock.idle();

  expect(log.indexOf('begin second')).toBeGreaterThan(log.indexOf('end first'));
  expect(log.indexOf('begin aside')).toBeLessThan(log.indexOf('end first'));
});

it('what follows failed work still runs', async () => {
  const { clock, log, start } = kit();

  start('bad', ['a'], () => Promise.reject(new Error('no')));
  start('good', ['a'], slow(log, 'good'));
  await clock.idle();
  clock.advance(0);

  expect(log).toEqual(['failed: bad', 'marked: bad', 'begin good', 'end good', 'done: good']);
});

it('work is done when both its data and its time are', async () => {
  const { clock, log, start } = kit();

  start('timed', [], slow(log, 'timed'), 1000);
  await clock.idle();
  expect(log).not.toContain('done: timed');
  clock.advance(1000);

  expect(log).toContain('done: timed');
});

it('closing waits for what runs, and nothing is done after it', async () => {
  const { background, log, start } = kit();
  start('last', ['a'], slow(log, 'last'));

  await background.close();
  start('late', ['a'], slow(log, 'late'));

  expect(log).toEqual(['begin last', 'end last']);
});

it('finishing waits for no time: the shortest is done first, and then what follows', async () => {
  const { clock, background, log, start } = kit();
  start('long', ['a'], slow(log, 'long'), 3_600_000);
  background.start({
    what: 'short',
    on: [],
    lasting: 60_000,
    done: () => {
      log.push('done: short');
      start('what follows', ['b'], slow(log, 'what follows'), 120_000);
    },
    failed: () => undefined,
  });

  await background.finish();

  expect(log.filter((line) => line.startsWith('done'))).toEqual([
    'done: short',
    'done: what follows',
    'done: long',
  ]);
  expect(clock.next()).toBeUndefined();
});

import { expect, test } from 'vitest';
import { Clock } from './clock.ts';

test('what is due at once after a leap runs during the leap, in the order of its time', () => {
  const clock = new Clock();
  const ran: string[] = [];
  clock.after(2_000, () => ran.push('second'));
  clock.after(1_000, () => ran.push('first'));
  clock.after(9_000_000, () => ran.push('later'));

  clock.advance(3_000);

  expect(ran).toEqual(['first', 'second']);
  clock.stop();
});

test('a timer that a leap brings near fires when it is due, not when it once would have', async () => {
  const clock = new Clock();
  const fired = clock.pause(3_600_000);

  clock.advance(3_600_000 - 20);

  await fired;
  expect(clock.next()).toBeUndefined();
});

test('a cancelled timer does not run', () => {
  const clock = new Clock();
  let ran = false;
  const cancel = clock.after(10, () => {
    ran = true;
  });

  cancel();
  clock.advance(100);

  expect(ran).toBe(false);
});

test('a leap moves the time that worker threads see', () => {
  const clock = new Clock();

  clock.advance(5_000);

  expect(clock.offset[0]).toBe(5_000);
  expect(clock.now() - Date.now()).toBeGreaterThanOrEqual(5_000);
});

test('nothing is idle while work is in progress or a timer is due', async () => {
  const clock = new Clock();
  const order: string[] = [];
  let end = () => {};
  const work = clock.during(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );

  const idle = clock.idle().then(() => order.push('idle'));
  clock.after(0, () => {
    order.push('timer');
    end();
  });
  await Promise.all([work, idle]);

  expect(order).toEqual(['timer', 'idle']);
});

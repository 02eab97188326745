import { expect, test } from 'vitest';
import { farFrom, lastsLongEnough, overlap } from './windows.ts';

test.each([
  ['03:00-03:30', 'sun:05:00-sun:05:30', false],
  ['05:00-05:30', 'sun:05:00-sun:05:30', true],
  ['04:30-05:00', 'sun:05:00-sun:05:30', false],
  ['05:30-06:00', 'sun:05:00-sun:05:30', false],
  ['04:45-05:15', 'sun:05:00-sun:05:30', true],
  ['23:45-00:15', 'mon:00:00-mon:00:30', true],
  ['00:00-00:30', 'sun:23:45-mon:00:15', true],
  ['23:30-00:00', 'mon:00:00-mon:00:30', false],
  ['12:00-12:30', 'fri:23:00-sun:01:00', true],
])('%s and %s meet: %s', (daily, weekly, meets) => {
  expect(overlap(daily, weekly)).toBe(meets);
});

test.each([
  ['03:00-03:30', true],
  ['03:00-03:29', false],
  ['23:50-00:20', true],
  ['03:00-03:00', false],
  ['sun:05:00-sun:05:30', true],
  ['sun:23:50-mon:00:10', false],
])('%s lasts long enough: %s', (window, long) => {
  expect(lastsLongEnough(window)).toBe(long);
});

test.each(['sun:05:00-sun:05:30', 'mon:23:45-tue:00:15', 'sat:00:00-sat:20:00'])(
  'a backup window far from %s does not meet it',
  (weekly) => {
    const daily = farFrom(weekly);

    expect(lastsLongEnough(daily)).toBe(true);
    expect(overlap(daily, weekly)).toBe(false);
  },
);

import { expect, test } from 'vitest';
import { overlap } from './windows.ts';

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

import { expect, test } from 'vitest';
import { secondsToNextLook, secondsToRetry } from './spacing.ts';

test.each([
  ['soon at first', 0, undefined, 15],
  ['after a fifth of the time waited', 600, undefined, 120],
  ['after at most 15 minutes', 86_400, undefined, 900],
  ['after half of what seems to be left', 300, 50, 150],
  ['soon when little is left', 3600, 99, 19],
  ['after at most 15 minutes when much is left', 600, 1, 900],
  ['soon when everything seems done', 3600, 100, 15],
  ['as if nothing were known while nothing has progressed', 600, 0, 120],
])('the next look is %s', (_, waited, progress, seconds) => {
  expect(secondsToNextLook(waited, progress)).toBe(seconds);
});

test('retries come more and more slowly, up to five minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(secondsToRetry)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
});

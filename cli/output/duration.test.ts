import { expect, test } from 'vitest';
import { duration } from './duration.ts';

test.each([
  [0, '0.0 s'],
  [-5, '0.0 s'],
  [949, '0.9 s'],
  [9_949, '9.9 s'],
  [9_951, '10 s'],
  [59_499, '59 s'],
  [59_500, '1 min 00 s'],
  [185_000, '3 min 05 s'],
  [3_599_600, '1 h 00 min'],
  [7_800_000, '2 h 10 min'],
])('%i ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

import { expect, test } from 'vitest';
import { exitCodeOf } from './exit-code.ts';

test.each([
  ['completed', 0],
  ['in_progress', 0],
  ['planned', 0],
  ['failed', 1],
  ['rejected', 1],
  ['cancelled', 1],
] as const)('an operation that is %s exits with %i', (status, code) => {
  expect(exitCodeOf({ status })).toBe(code);
});

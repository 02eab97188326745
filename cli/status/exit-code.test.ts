import { expect, test } from 'vitest';
import { planWith } from '../../shared/operation/operation.fixture.ts';
import { exitCodeOf } from './exit-code.ts';

test.each([
  ['completed', 0],
  ['in_progress', 0],
  ['failed', 1],
  ['rejected', 1],
  ['cancelled', 1],
] as const)('an operation that is %s exits with %i', (status, code) => {
  expect(exitCodeOf({ status })).toBe(code);
});

test.each([
  [true, 0],
  [false, 1],
])('a plan of a restore that can finish (%s) exits with %i', (can_finish, code) => {
  expect(exitCodeOf({ status: 'planned', plan: planWith({ can_finish }) })).toBe(code);
});

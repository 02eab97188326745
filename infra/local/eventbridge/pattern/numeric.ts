import { InvalidPattern } from './invalid-pattern.ts';
import type { Test } from './leaves.ts';

type Compare = (value: number, bound: number) => boolean;

const LOWER = new Map<unknown, Compare>([
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);
const UPPER = new Map<unknown, Compare>([
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
]);
const EQUAL = new Map<unknown, Compare>([['=', (value, bound) => value === bound]]);

/** `["=", n]`, one bound, or a lower bound followed by an upper one. */
export function numericTest(operand: unknown, path: string): Test {
  if (!Array.isArray(operand)) throw new InvalidPattern('Value of numeric must be an array', path);
  const [operator, bound, upperOperator, top, ...others] = operand;
  const compare = LOWER.get(operator) ?? UPPER.get(operator) ?? EQUAL.get(operator);
  if (compare === undefined) {
    throw new InvalidPattern(`Unrecognized numeric range operator: ${operator}`, path);
  }
  const low = asNumber(operator, bound, path);
  if (upperOperator === undefined) {
    return (value) => typeof value === 'number' && compare(value, low);
  }
  const compareTop = UPPER.get(upperOperator);
  if (!LOWER.has(operator) || compareTop === undefined || others.length > 0) {
    throw new InvalidPattern('A numeric range is a lower bound followed by an upper one', path);
  }
  const high = asNumber(upperOperator, top, path);
  if (low >= high) throw new InvalidPattern('Bottom must be less than top', path);
  return (value) => typeof value === 'number' && compare(value, low) && compareTop(value, high);
}

function asNumber(operator: unknown, bound: unknown, path: string): number {
  if (typeof bound === 'number') return bound;
  throw new InvalidPattern(`Value of ${operator} must be numeric`, path);
}

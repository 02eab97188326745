import { InvalidPattern } from './invalid-pattern.ts';
import { isObject } from './is-object.ts';
import type { Test } from './leaves.ts';
import { parseMember } from './operators.ts';

/** What a pattern asks of one field: any of the tests. */
export interface Field {
  readonly path: string;
  readonly tests: readonly Test[];
  readonly mayBeAbsent: boolean;
}

type Fields = ReadonlyMap<string, Field>;

/** AWS refuses a pattern whose `$or`s multiply to more. */
const MOST_ALTERNATIVES = 1000;

/** Names that AWS refuses as fields inside `$or`. */
const RESERVED_IN_OR = new Set(
  `exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex
   not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before
   in-date-range ip-address-in-range ip-address-not-in-range`.split(/\s+/),
);

/** A pattern with its `$or`s multiplied out: it matches where all fields of one alternative do. */
export function toAlternatives(pattern: unknown): readonly (readonly Field[])[] {
  if (!isObject(pattern)) throw new InvalidPattern('Filter is not an object');
  return expand(pattern, undefined, [new Map()], false).map((fields) =>
    [...fields.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  );
}

function expand(
  node: object,
  parent: string | undefined,
  soFar: Fields[],
  inOr: boolean,
): Fields[] {
  const entries = Object.entries(node);
  if (entries.length === 0) throw new InvalidPattern('Empty objects are not allowed', parent);
  return entries.reduce((alternatives, [key, value]) => {
    if (key === '$or') return expandOr(value, parent, alternatives);
    if (inOr && RESERVED_IN_OR.has(key)) {
      throw new InvalidPattern(`${key} is a reserved field name that cannot be used inside $or`);
    }
    const path = parent === undefined ? key : `${parent}.${key}`;
    if (Array.isArray(value)) return withField(alternatives, parseField(path, value));
    if (isObject(value)) return expand(value, path, alternatives, inOr);
    throw new InvalidPattern(`"${key}" must be an object or an array`, parent);
  }, soFar);
}

function expandOr(branches: unknown, parent: string | undefined, soFar: Fields[]): Fields[] {
  if (!Array.isArray(branches)) throw new InvalidPattern('$or must be an array', parent);
  if (branches.length < 2) throw new InvalidPattern('$or must have at least 2 objects', parent);
  if (branches.length * soFar.length > MOST_ALTERNATIVES) {
    throw new InvalidPattern(`$or results in over ${MOST_ALTERNATIVES} rule combinations`, parent);
  }
  return branches.flatMap((branch) => {
    if (!isObject(branch)) throw new InvalidPattern('Only objects are allowed inside $or', parent);
    return expand(branch, parent, soFar, true);
  });
}

function withField(alternatives: Fields[], field: Field): Fields[] {
  return alternatives.map((fields) => {
    if (fields.has(field.path)) {
      throw new InvalidPattern(`Path \`${field.path}\` cannot be allowed multiple times`);
    }
    return new Map(fields).set(field.path, field);
  });
}

function parseField(path: string, values: readonly unknown[]): Field {
  if (values.length === 0) throw new InvalidPattern('Empty arrays are not allowed', path);
  const tests = values.map((value) => parseMember(value, path));
  return {
    path,
    mayBeAbsent: tests.includes('absent'),
    tests: tests.filter((test) => test !== 'absent'),
  };
}

import { cidrTest } from './cidr.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import { isObject } from './is-object.ts';
import type { Test } from './leaves.ts';
import { numericTest } from './numeric.ts';
import { endsWith, equalsIgnoringCase, startsWith } from './text.ts';
import { wildcardTest } from './wildcard.ts';

/** One member of a field's array: a value, or an object with one operator. */
export function parseMember(member: unknown, path: string): Test | 'absent' {
  if (isObject(member)) {
    const [operator, operand] = onlyEntry(member, path);
    return parseOperator(operator, operand, path);
  }
  if (member !== null && !['string', 'number', 'boolean'].includes(typeof member)) {
    throw new InvalidPattern('Match value must be String, number, true, false, or null', path);
  }
  return (value) => value === member;
}

function parseOperator(operator: string, operand: unknown, path: string): Test | 'absent' {
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') {
        throw new InvalidPattern('exists match pattern must be either true or false', path);
      }
      return operand ? () => true : 'absent';
    case 'prefix':
    case 'suffix': {
      const test = operator === 'prefix' ? startsWith : endsWith;
      if (!isObject(operand)) return test(text(operator, operand, path), false);
      const [inner, wanted] = onlyEntry(operand, path);
      if (inner !== 'equals-ignore-case') {
        throw new InvalidPattern(`Unsupported ${operator} pattern: ${inner}`, path);
      }
      return test(text(inner, wanted, path), true);
    }
    case 'equals-ignore-case':
      return equalsIgnoringCase(text(operator, operand, path));
    case 'wildcard':
      return wildcardTest(text(operator, operand, path), path);
    case 'cidr':
      return cidrTest(text(operator, operand, path), path);
    case 'numeric':
      return numericTest(operand, path);
    case 'anything-but':
      return anythingBut(operand, path);
    default:
      throw new InvalidPattern(`Unrecognized match type ${operator}`, path);
  }
}

/** Negates a value, a list of one type, or one operator on a string or a list of strings. */
function anythingBut(operand: unknown, path: string): Test {
  if (!isObject(operand)) {
    const unwanted: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    const types = new Set(unwanted.map((value) => typeof value));
    if (types.size !== 1 || !(types.has('string') || types.has('number'))) {
      throw new InvalidPattern(
        'anything-but takes strings or numbers, and does not mix them',
        path,
      );
    }
    return (value) => !unwanted.includes(value);
  }
  const [operator, operands] = onlyEntry(operand, path);
  if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator)) {
    throw new InvalidPattern(`Unsupported anything-but pattern: ${operator}`, path);
  }
  const unwanted = (Array.isArray(operands) ? operands : [operands]).map((each) => {
    const wanted = text(operator, each, path);
    if (wanted === '' && (operator === 'prefix' || operator === 'suffix')) {
      throw new InvalidPattern('Null prefix/suffix not allowed', path);
    }
    return parseOperator(operator, wanted, path);
  });
  if (unwanted.length === 0) throw new InvalidPattern('Empty arrays are not allowed', path);
  return (value) => !unwanted.some((test) => test !== 'absent' && test(value));
}

function text(operator: string, operand: unknown, path: string): string {
  if (typeof operand === 'string') return operand;
  throw new InvalidPattern(`${operator} match pattern must be a string`, path);
}

function onlyEntry(object: object, path: string): [key: string, value: unknown] {
  const [entry, ...others] = Object.entries(object);
  if (entry === undefined) throw new InvalidPattern('Match expression name not found', path);
  if (others.length > 0) {
    throw new InvalidPattern('Only one key allowed in match expression', path);
  }
  return entry;
}

import { describe, expect, it } from 'vitest';
import { compilePattern, InvalidPattern } from './pattern.ts';

type Case = readonly [why: string, pattern: object, event: object, matches: boolean];

const cases: Readonly<Record<string, readonly Case[]>> = {
  'exact values': [
    ['one of the values', { a: ['x', 'y'] }, { a: 'y' }, true],
    ['none of the values', { a: ['x', 'y'] }, { a: 'z' }, false],
    ['case matters', { a: ['x'] }, { a: 'X' }, false],
    ['all fields must match', { a: ['x'], b: ['y'] }, { a: 'x', b: 'z' }, false],
    ['fields that the pattern leaves out do not matter', { a: ['x'] }, { a: 'x', b: 1 }, true],
    ['nested fields', { a: { b: { c: ['x'] } } }, { a: { b: { c: 'x' } } }, true],
    ['a missing object has no fields', { a: { b: ['x'] } }, {}, false],
    ['numbers by their value', { a: [300] }, { a: 3e2 }, true],
    ['a number is no string', { a: [5] }, { a: '5' }, false],
    ['a string is no number', { a: ['5'] }, { a: 5 }, false],
    ['booleans', { a: [true] }, { a: true }, true],
    ['a boolean is no string', { a: [true] }, { a: 'true' }, false],
    ['null', { a: [null] }, { a: null }, true],
    ['null is not absence', { a: [null] }, {}, false],
    ['null is not the empty string', { a: [null] }, { a: '' }, false],
    ['the empty string', { a: [''] }, { a: '' }, true],
    ['the empty string is not null', { a: [''] }, { a: null }, false],
    ['an object is no value', { a: ['x'] }, { a: { x: 'x' } }, false],
    ['inherited properties are no fields', { constructor: [{ exists: true }] }, {}, false],
    ['a dotted key in the pattern is a path', { 'a.b': ['x'] }, { a: { b: 'x' } }, true],
    ['a dotted key in the event is a path', { a: { b: ['x'] } }, { 'a.b': 'x' }, true],
  ],
  arrays: [
    ['one common element is enough', { a: ['x', 'y'] }, { a: ['z', 'y'] }, true],
    ['no common element', { a: ['x'] }, { a: ['y'] }, false],
    ['an empty array has no elements', { a: ['x'] }, { a: [] }, false],
    ['arrays in arrays', { a: ['x'] }, { a: [['y'], ['x']] }, true],
    ['fields of elements', { a: { b: ['x'] } }, { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['in the same element', { a: { b: ['x'], c: ['y'] } }, { a: [{ b: 'x', c: 'y' }] }, true],
    ['not across elements', { a: { b: ['x'], c: ['y'] } }, { a: [{ b: 'x' }, { c: 'y' }] }, false],
    [
      'a later element that has both',
      { a: { b: ['x'], c: ['y'] } },
      { a: [{ b: 'x' }, { c: 'y' }, { b: 'x', c: 'y' }] },
      true,
    ],
    [
      'not across elements of an inner array',
      { a: { b: { c: ['x'], d: ['y'] } } },
      { a: [{ b: [{ c: 'x' }, { d: 'y' }] }] },
      false,
    ],
    [
      'different arrays are independent',
      { a: { b: ['x'] }, c: { d: ['y'] } },
      { a: [{ b: 'z' }, { b: 'x' }], c: [{ d: 'y' }] },
      true,
    ],
  ],
  exists: [
    ['present', { a: [{ exists: true }] }, { a: 1 }, true],
    ['present as null', { a: [{ exists: true }] }, { a: null }, true],
    ['absent', { a: [{ exists: true }] }, { b: 1 }, false],
    ['an object is no leaf', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ['an empty array has no leaf', { a: [{ exists: true }] }, { a: [] }, false],
    ['absence of what is absent', { a: [{ exists: false }] }, { b: 1 }, true],
    ['absence of what is present', { a: [{ exists: false }] }, { a: 1 }, false],
    ['absence below a missing object', { a: { b: [{ exists: false }] } }, {}, true],
    ['absence or a value: absent', { a: [{ exists: false }, 'x'] }, {}, true],
    ['absence or a value: the value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    ['absence or a value: another', { a: [{ exists: false }, 'x'] }, { a: 'y' }, false],
    [
      'absence in the element that matched',
      { a: { b: ['x'], c: [{ exists: false }] } },
      { a: [{ b: 'x' }, { b: 'y', c: 1 }] },
      true,
    ],
  ],
  'prefix and suffix': [
    ['prefix', { a: [{ prefix: 'us-' }] }, { a: 'us-east-1' }, true],
    ['not the prefix', { a: [{ prefix: 'us-' }] }, { a: 'eu-us-1' }, false],
    ['the empty prefix is any string', { a: [{ prefix: '' }] }, { a: '' }, true],
    ['but nothing else', { a: [{ prefix: '' }] }, { a: 1 }, false],
    ['prefix in another case', { a: [{ prefix: 'US-' }] }, { a: 'us-east-1' }, false],
    [
      'prefix in any case',
      { a: [{ prefix: { 'equals-ignore-case': 'US-' } }] },
      { a: 'us-east-1' },
      true,
    ],
    ['suffix', { a: [{ suffix: '.png' }] }, { a: 'x.png' }, true],
    ['not the suffix', { a: [{ suffix: '.png' }] }, { a: 'x.png.gz' }, false],
    [
      'suffix in any case',
      { a: [{ suffix: { 'equals-ignore-case': '.PNG' } }] },
      { a: '.Png' },
      true,
    ],
    ['a number has no prefix', { a: [{ prefix: '1' }] }, { a: 12 }, false],
  ],
  'equals-ignore-case': [
    ['in another case', { a: [{ 'equals-ignore-case': 'Alice' }] }, { a: 'aLICE' }, true],
    ['not a part', { a: [{ 'equals-ignore-case': 'Alice' }] }, { a: 'Alicea' }, false],
  ],
  'anything-but': [
    ['another string', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
    ['that string', { a: [{ 'anything-but': 'x' }] }, { a: 'x' }, false],
    ['another type', { a: [{ 'anything-but': 'x' }] }, { a: 1 }, true],
    ['null', { a: [{ 'anything-but': 'x' }] }, { a: null }, true],
    ['absent', { a: [{ 'anything-but': 'x' }] }, {}, false],
    ['another element', { a: [{ 'anything-but': 'x' }] }, { a: ['x', 'y'] }, true],
    ['of a list', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
    ['none of a list', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, true],
    ['that number', { a: [{ 'anything-but': [1, 2] }] }, { a: 2 }, false],
    ['another number', { a: [{ 'anything-but': 1 }] }, { a: 2 }, true],
    ['a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, false],
    [
      'none of some prefixes',
      { a: [{ 'anything-but': { prefix: ['x', 'y'] } }] },
      { a: 'z' },
      true,
    ],
    [
      'one of some prefixes',
      { a: [{ 'anything-but': { prefix: ['x', 'y'] } }] },
      { a: 'y' },
      false,
    ],
    ['a suffix', { a: [{ 'anything-but': { suffix: '.x' } }] }, { a: 'a.x' }, false],
    ['any case', { a: [{ 'anything-but': { 'equals-ignore-case': 'x' } }] }, { a: 'X' }, false],
    ['a wildcard', { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { a: '/lib/x' }, false],
    ['not the wildcard', { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { a: '/bin' }, true],
  ],
  numeric: [
    ['equal', { a: [{ numeric: ['=', 3.018e2] }] }, { a: 301.8 }, true],
    ['less', { a: [{ numeric: ['<', 10] }] }, { a: 9 }, true],
    ['not less', { a: [{ numeric: ['<', 10] }] }, { a: 10 }, false],
    ['at most', { a: [{ numeric: ['<=', 10] }] }, { a: 10 }, true],
    ['greater', { a: [{ numeric: ['>', 10] }] }, { a: 10 }, false],
    ['at least', { a: [{ numeric: ['>=', 10] }] }, { a: 10 }, true],
    ['in a range', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, true],
    ['out of a range', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 0 }, false],
    ['a string is no number', { a: [{ numeric: ['<', 10] }] }, { a: '9' }, false],
  ],
  cidr: [
    ['in an IPv4 range', { a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.0.255' }, true],
    ['out of it', { a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.1.0' }, false],
    ['in an IPv6 range', { a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:db8:1::1' }, true],
    ['out of it', { a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:db9::1' }, false],
    ['no address', { a: [{ cidr: '10.0.0.0/8' }] }, { a: 'ten' }, false],
  ],
  wildcard: [
    ['at the end', { a: [{ wildcard: 'x*' }] }, { a: 'xyz' }, true],
    ['nothing in its place', { a: [{ wildcard: 'x*' }] }, { a: 'x' }, true],
    ['at both ends', { a: [{ wildcard: '*/lib/*' }] }, { a: '/usr/lib/x' }, true],
    ['in the middle', { a: [{ wildcard: 'arn:*:rule/*' }] }, { a: 'arn:aws:rule/r' }, true],
    ['pieces do not overlap', { a: [{ wildcard: 'ab*ba' }] }, { a: 'aba' }, false],
    ['pieces in order', { a: [{ wildcard: 'a*b*c' }] }, { a: 'acb' }, false],
    ['none at all', { a: [{ wildcard: 'x' }] }, { a: 'xy' }, false],
    ['an escaped asterisk', { a: [{ wildcard: 'a\\*b' }] }, { a: 'a*b' }, true],
    ['stands for itself only', { a: [{ wildcard: 'a\\*b' }] }, { a: 'axb' }, false],
    ['an escaped backslash', { a: [{ wildcard: 'a\\\\*' }] }, { a: 'a\\b' }, true],
    ['after an escaped asterisk', { a: [{ wildcard: '\\**' }] }, { a: '*x' }, true],
  ],
  $or: [
    ['the first', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'x' }, true],
    ['the second', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, true],
    ['none', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'y', b: 'x' }, false],
    ['and the rest', { c: ['z'], $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'x' }, false],
    ['in an object', { d: { $or: [{ a: ['x'] }, { b: ['y'] }] } }, { d: { b: 'y' } }, true],
    [
      'nested',
      { $or: [{ a: ['x'] }, { b: ['y'], $or: [{ c: ['1'] }, { d: ['2'] }] }] },
      { b: 'y', d: '2' },
      true,
    ],
    [
      'nested, with one half',
      { $or: [{ a: ['x'] }, { b: ['y'], $or: [{ c: ['1'] }, { d: ['2'] }] }] },
      { b: 'y' },
      false,
    ],
  ],
};

describe.each(Object.entries(cases))('a pattern with %s', (_, rows) => {
  it.each(rows)('%s: %j, %j: %s', (_why, pattern, event, matches) => {
    expect(compilePattern(pattern)(event)).toBe(matches);
  });
});

describe('a pattern is refused', () => {
  const or = (count: number) => ({
    $or: Array.from({ length: count }, (_, index) => ({ [`f${count}-${index}`]: ['x'] })),
  });

  it.each<[why: string, pattern: unknown]>([
    ['Filter is not an object', ['x']],
    ['Empty objects are not allowed', {}],
    ['Empty objects are not allowed (at a.b)', { a: { b: {} } }],
    ['Empty arrays are not allowed (at a)', { a: [] }],
    ['"a" must be an object or an array', { a: 'x' }],
    ['Match value must be String, number, true, false, or null (at a)', { a: [['x']] }],
    ['Match expression name not found (at a)', { a: [{}] }],
    ['Only one key allowed in match expression (at a)', { a: [{ prefix: 'x', suffix: 'y' }] }],
    ['Unrecognized match type PREFIX (at a)', { a: [{ PREFIX: 'x' }] }],
    ['prefix match pattern must be a string (at a)', { a: [{ prefix: 1 }] }],
    ['Unsupported prefix pattern: wildcard (at a)', { a: [{ prefix: { wildcard: 'x' } }] }],
    ['suffix match pattern must be a string (at a)', { a: [{ suffix: ['x'] }] }],
    ['exists match pattern must be either true or false (at a)', { a: [{ exists: 'true' }] }],
    ['Value of numeric must be an array (at a)', { a: [{ numeric: 5 }] }],
    ['Unrecognized numeric range operator: <> (at a)', { a: [{ numeric: ['<>', 5] }] }],
    ['Value of < must be numeric (at a)', { a: [{ numeric: ['<', '5'] }] }],
    ['Bottom must be less than top (at a)', { a: [{ numeric: ['>', 5, '<', 5] }] }],
    [
      'A numeric range is a lower bound followed by an upper one (at a)',
      { a: [{ numeric: ['<', 5, '>', 0] }] },
    ],
    [
      'anything-but takes strings or numbers, and does not mix them (at a)',
      { a: [{ 'anything-but': ['x', 1] }] },
    ],
    [
      'anything-but takes strings or numbers, and does not mix them (at a)',
      { a: [{ 'anything-but': [] }] },
    ],
    [
      'Unsupported anything-but pattern: numeric (at a)',
      { a: [{ 'anything-but': { numeric: 1 } }] },
    ],
    ['Null prefix/suffix not allowed (at a)', { a: [{ 'anything-but': { prefix: '' } }] }],
    [
      "Malformed CIDR 10.0.0.0, an IP address and one '/' required (at a)",
      { a: [{ cidr: '10.0.0.0' }] },
    ],
    ['Malformed CIDR 10.0.0.0/33, mask bits out of range (at a)', { a: [{ cidr: '10.0.0.0/33' }] }],
    ['Consecutive wildcard characters are not allowed (at a)', { a: [{ wildcard: 'x**' }] }],
    ['Invalid escape character (at a)', { a: [{ wildcard: 'x\\y' }] }],
    ['Invalid escape character (at a)', { a: [{ wildcard: 'x\\' }] }],
    ['$or must be an array', { $or: { a: ['x'] } }],
    ['$or must have at least 2 objects', { $or: [{ a: ['x'] }] }],
    ['Only objects are allowed inside $or', { $or: [{ a: ['x'] }, 'y'] }],
    [
      'prefix is a reserved field name that cannot be used inside $or',
      { $or: [{ prefix: ['x'] }, { a: ['y'] }] },
    ],
    ['$or results in over 1000 rule combinations (at c)', { a: or(10), b: or(10), c: or(11) }],
    ['Path `a` cannot be allowed multiple times', { a: ['x'], $or: [{ a: ['y'] }, { b: ['z'] }] }],
  ])('%s', (why, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidPattern);
    expect(() => compilePattern(pattern)).toThrow(why);
  });
});

it('a pattern is matched in time that does not multiply with the lengths of arrays', () => {
  const values = Array.from({ length: 5000 }, (_, index) => `v${index}`);
  const matches = compilePattern({
    a: [{ prefix: 'v' }],
    b: [{ prefix: 'v' }],
    c: [{ prefix: 'v' }],
    d: ['missing'],
  });

  expect(matches({ a: values, b: values, c: values, d: 'x' })).toBe(false);
});

import { describe, expect, test } from 'vitest';
import { unstorable } from './storable.ts';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('what can be kept', () => {
  test.each([
    ['the largest number', { a: 9.99e125, b: -9.99e125 }],
    ['the smallest number', { a: 1e-130, b: 0, c: -0 }],
    ['whole characters', { a: 'Zoë 😀' }],
    ['some depth', nested(24)],
    ['some length', { a: 'x'.repeat(60_000) }],
  ])('is %s', (_, value) => {
    expect(unstorable(value)).toEqual([]);
  });
});

describe('what cannot be kept', () => {
  test.each<[string, unknown, string[]]>([
    ['a number too large', { a: { b: 1e300 } }, ['a', 'b']],
    ['a number too small', { a: [1, 1e-200] }, ['a', '1']],
    ['a number beyond all bounds', { a: Number.POSITIVE_INFINITY }, ['a']],
    ['half a character', { a: 'x\ud800' }, ['a']],
    ['half a character in a name', { '\udc00': 1 }, ['\udc00']],
    ['a field __proto__', JSON.parse('{"a":{"__proto__":{"b":1}}}'), ['a', '__proto__']],
    ['a field constructor', { a: { constructor: 'x' } }, ['a', 'constructor']],
    ['a field without a name', { '': 1 }, ['']],
    ['too much depth', nested(25), Array(24).fill('a')],
    ['too much', { a: 'x'.repeat(70_000) }, []],
  ])('%s is told with its place', (_, value, path) => {
    expect(unstorable(value)).toEqual([{ path, message: expect.any(String) }]);
  });

  test('is told to the end of patience', () => {
    expect(unstorable(Array(500).fill(1e300), 20)).toHaveLength(20);
  });
});

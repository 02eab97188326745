import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canBothMatch, matchesWildcard } from './wildcard.ts';

test.each([
  ['shop', 'shop', true],
  ['shop', 'shop-1', false],
  ['shop*', 'shop', true],
  ['*', '', true],
  ['*-prod', 'shop-prod', true],
  ['*-prod', 'shop-prod-1', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a.c', 'abc', false],
])('%s against %s', (pattern, text, matches) => {
  expect(matchesWildcard(pattern, text)).toBe(matches);
});

test.each([
  ['shop', 'shop', true],
  ['shop', 'shop-*', false],
  ['shop*', '*prod', true],
  ['shop-*', 'staging-*', false],
  ['staging-*', 'staging-shop-*', true],
  ['*-prod', '*-dev', false],
  ['a*c', 'ab*', true],
  ['a*c', 'a*b', false],
  ['*', 'anything', true],
  ['**', '*', true],
  ['a*b', 'ab', true],
  ['aa*', '*a', true],
])('%s and %s can match the same text: %s', (one, other, can) => {
  expect(canBothMatch(one, other)).toBe(can);
  expect(canBothMatch(other, one)).toBe(can);
});

test('two patterns can match the same text exactly if a short text shows it', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 4 });
  const texts = allTexts(8);

  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      const shown = texts.some(
        (text) => matchesWildcard(one, text) && matchesWildcard(other, text),
      );
      expect(canBothMatch(one, other)).toBe(shown);
    }),
    { numRuns: 300 },
  );
});

/** Of a and b. Two patterns of four letters that meet at all meet in a text of eight or less. */
function allTexts(longest: number): string[] {
  const all = [''];
  for (let begin = 0, length = 1; length <= longest; length++) {
    const end = all.length;
    for (; begin < end; begin++) all.push(`${all[begin]}a`, `${all[begin]}b`);
  }
  return all;
}

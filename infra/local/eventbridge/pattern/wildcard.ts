import { InvalidPattern } from './invalid-pattern.ts';
import type { Test } from './leaves.ts';

/** `*` stands for any characters, `\*` and `\\` for themselves. */
export function wildcardTest(pattern: string, path: string): Test {
  const [first = '', ...others] = literalPieces(pattern, path);
  const last = others.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (typeof value !== 'string' || !value.startsWith(first)) return false;
    let from = first.length;
    for (const piece of others) {
      const at = value.indexOf(piece, from);
      if (at === -1) return false;
      from = at + piece.length;
    }
    return value.length - last.length >= from && value.endsWith(last);
  };
}

/** What stands between the asterisks. */
function literalPieces(pattern: string, path: string): string[] {
  const pieces = [''];
  let previous: string | undefined;
  for (const [token] of pattern.matchAll(/\\.|./gsu)) {
    if (token === '*') {
      if (previous === '*') {
        throw new InvalidPattern('Consecutive wildcard characters are not allowed', path);
      }
      pieces.push('');
    } else if (token.startsWith('\\') && token !== '\\*' && token !== '\\\\') {
      throw new InvalidPattern('Invalid escape character', path);
    } else {
      pieces.push(pieces.pop() + token.replace('\\', ''));
    }
    previous = token;
  }
  return pieces;
}

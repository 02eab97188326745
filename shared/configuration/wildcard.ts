/** Patterns in which `*` stands for any text, also for none. */
const ANYTHING = '*';

export const hasWildcard = (pattern: string): boolean => pattern.includes(ANYTHING);

export const matchesWildcard = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.split(ANYTHING).map(RegExp.escape).join('.*')}$`, 's').test(text);

/** Whether there is a text that both patterns match. Exact, not a guess. */
export function canBothMatch(one: string, other: string): boolean {
  const seen = new Set<string>();
  const ahead: [number, number][] = [[0, 0]];
  for (let at = ahead.pop(); at; at = ahead.pop()) {
    const [i, j] = at;
    if (i === one.length && j === other.length) return true;
    if (seen.has(at.join())) continue;
    seen.add(at.join());
    const [a, b] = [one[i], other[j]];
    /** A wildcard ends here, or takes what the other pattern has next. */
    if (a === ANYTHING) ahead.push([i + 1, j]);
    if (b === ANYTHING) ahead.push([i, j + 1]);
    if (a === ANYTHING && b !== undefined) ahead.push([i, j + 1]);
    if (b === ANYTHING && a !== undefined) ahead.push([i + 1, j]);
    if (a !== undefined && a === b) ahead.push([i + 1, j + 1]);
  }
  return false;
}

import { invalidParameter } from '../errors.ts';

const LONGEST = 100;

/** One page of a list. The token is the position where the next one starts. */
export function page<Item>(
  items: readonly Item[],
  {
    Limit = LONGEST,
    NextToken = '0',
  }: { Limit?: number | undefined; NextToken?: string | undefined },
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const start = Number(NextToken);
  if (!/^\d+$/.test(NextToken)) throw invalidParameter('NextToken', 'it is not one of ours');
  if (!(Number.isInteger(Limit) && Limit >= 1 && Limit <= LONGEST)) {
    throw invalidParameter('Limit', `it must be between 1 and ${LONGEST}`);
  }
  const end = start + Limit;
  const shown = items.slice(start, end);
  return end < items.length ? { items: shown, NextToken: String(end) } : { items: shown };
}

/** In the order of their names, only those that begin so. */
export function named<Item extends { readonly name: string }>(
  items: Iterable<Item>,
  prefix = '',
): Item[] {
  return [...items]
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

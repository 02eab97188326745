import { ServiceError } from '../service.ts';

interface Paging {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

const MOST = 100;

/** One page of a list. The token is where the next one begins. */
export function page<T>(all: readonly T[], { MaxResults = MOST, NextToken }: Paging) {
  const start = Number(NextToken ?? 0);
  if (!Number.isSafeInteger(start) || start < 0 || start > all.length)
    throw new ServiceError('InvalidNextTokenException', 'The NextToken value is invalid.');
  const end = start + MaxResults;
  return {
    members: all.slice(start, end),
    NextToken: end < all.length ? String(end) : undefined,
  };
}

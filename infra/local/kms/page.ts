import { ServiceError } from '../service.ts';

interface Paging {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

/** One page of a list. The marker is where the next one begins. */
export function page<T>(all: readonly T[], { Limit = 100, Marker }: Paging) {
  const start = Number(Marker ?? 0);
  if (!Number.isSafeInteger(start) || start < 0 || start > all.length)
    throw new ServiceError('InvalidMarkerException', 'The marker is invalid.');
  const end = start + Limit;
  const Truncated = end < all.length;
  return {
    members: all.slice(start, end),
    rest: { Truncated, ...(Truncated && { NextMarker: String(end) }) },
  };
}

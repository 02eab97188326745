import { ServiceError } from '../service.ts';

/** One page of a list. The token says where the next begins. */
export function page<T>(all: readonly T[], token: string | undefined, size: number) {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0)
    throw new ServiceError('InvalidParameterValue', 'Invalid value for the parameter NextToken.');
  const next = start + size;
  return {
    items: all.slice(start, next),
    NextToken: next < all.length ? Buffer.from(String(next)).toString('base64url') : undefined,
  };
}

import { ServiceError } from '../service.ts';

/** The errors that several operations answer with, in the words of AWS. */
export const invalid = (what: string) =>
  new ServiceError('InvalidParameter', `Invalid parameter: ${what}`);

export const notFound = (what: 'Topic' | 'Subscription') =>
  new ServiceError('NotFound', `${what} does not exist`, 404);

export const notServed = (what: string) => invalid(`${what} is not served locally`);

/** The value of a required parameter. */
export function required<T>(value: T | undefined, parameter: string): T {
  if (value === undefined || value === '') throw invalid(parameter);
  return value;
}

import { ServiceError } from '../service.ts';

/** The errors that several operations answer with, in the words of AWS. */
export const queueDoesNotExist = () =>
  new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');

export const invalidParameter = (message: string) =>
  new ServiceError('InvalidParameterValue', message);

export const invalidValue = (value: unknown, parameter: string, reason: string) =>
  invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const notServed = (what: string) =>
  new ServiceError('UnsupportedOperation', `${what} is not served locally.`);

/** The value of a required parameter. */
export function required<T>(value: T | undefined, parameter: string): T {
  if (value === undefined || value === '')
    throw new ServiceError(
      'MissingParameter',
      `The request must contain the parameter ${parameter}.`,
    );
  return value;
}

/** An optional whole number within bounds. */
export function within(
  value: number | undefined,
  parameter: string,
  [least, most]: readonly [number, number],
): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most))
    return value;
  throw invalidValue(value, parameter, `Must be between ${least} and ${most}, if provided.`);
}

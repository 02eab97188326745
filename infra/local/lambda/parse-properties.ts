import { z } from 'zod';
import { ServiceError } from '../service.ts';

/** The properties of a resource, or an error that names each one that is wrong or not implemented. */
export function parseProperties<T>(type: string, schema: z.ZodType<T>, properties: unknown): T {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw invalid(`${type}: ${z.prettifyError(parsed.error)}`);
}

export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}

/** CloudFormation takes numbers and booleans as text too, which is how parameters arrive. */
export const wholeNumber = (min: number, max: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
    z.int().min(min).max(max),
  );

export const flag = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
);

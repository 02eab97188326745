import type { z } from 'zod';

/** An error in the shape in which dynalite gives those that a client is to see. */
export interface Failure extends Error {
  readonly statusCode: number;
  readonly body: { readonly __type: string };
}

/** `code` is the name in the service's model, e.g. `ResourceNotFoundException`. */
export function failure(code: string, message: string, more: object = {}): Failure {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...more };
  return Object.assign(new Error(message), { statusCode: 400, body });
}

export const invalid = (message: string): Failure => failure('ValidationException', message);

export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'statusCode' in error && 'body' in error;
}

/** The name in the service's model. */
export const codeOf = ({ body }: Failure): string => body.__type.split('#')[1] ?? body.__type;

/** Parses input, with an error that names the field and that the client sees. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const { data, error } = schema.safeParse(input);
  if (!error) return data;
  throw invalid(
    error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}

import { z } from 'zod';

export type Path = readonly (string | number)[];

/** Something wrong at a place of a template, told as `Properties.Name.Fn::Join: why`. */
export class TemplateError extends Error {
  constructor(path: Path, reason: string) {
    super(path.length > 0 ? `${path.join('.')}: ${reason}` : reason);
  }
}

/** What went wrong with one resource; those that wait for it fail with the same. */
export class ResourceError extends Error {
  static of(logicalId: string, type: string, cause: unknown): ResourceError {
    if (cause instanceof ResourceError) return cause;
    return new ResourceError(`${logicalId} (${type}): ${reasonOf(cause)}`, { cause });
  }
}

/** What a schema gives, or an error that names the place. */
export function shaped<T>(schema: z.ZodType<T>, value: unknown, path: Path): T {
  const { data, error } = schema.safeParse(value);
  if (error) throw new TemplateError(path, reasonOf(error));
  return data;
}

/** A template writes numbers and booleans where CloudFormation wants text. */
export const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** An error's text for people, whoever threw it. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues
      .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
      .join('; ');
  return error instanceof Error ? error.message : String(error);
}

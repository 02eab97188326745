import { z } from 'zod';
import { invalid, notServed } from './errors.ts';

/** The value as the schema reads it. Of a strict schema, members it does not know are not served. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const path = [where, z.core.toDotPath(issue.path)].filter(Boolean).join('.');
    if (issue.code !== 'unrecognized_keys') return `${path}: ${issue.message}`;
    throw notServed(issue.keys.map((key) => `${path}.${key}`).join(', '));
  });
  throw invalid(problems.join('; '));
}

/** A name of a rule, a target, an archive or a replay. */
export const nameOf = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[.\-_A-Za-z0-9]+$/);

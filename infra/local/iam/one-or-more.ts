import { z } from 'zod';

/** Policies may write one value in place of a list. */
export const oneOrMore = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(schema).min(1));

import { z } from 'zod';

export const templateTags = z
  .array(z.strictObject({ Key: z.string(), Value: z.string() }))
  .default([])
  .transform((all) => new Map(all.map(({ Key, Value }) => [Key, Value])));

import { z } from 'zod';

export const tagsSchema = z.array(z.strictObject({ Key: z.string().min(1), Value: z.string() }));

type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

export const tagMap = (tags: z.infer<typeof tagsSchema> = []) =>
  new Map(tags.map(({ Key, Value }) => [Key, Value]));

/** Condition keys of a request that tags. */
export function tagContext(tags: Tags = []): Record<string, string | readonly string[]> {
  return {
    'aws:TagKeys': tags.map(({ Key = '' }) => Key),
    ...Object.fromEntries(tags.map(({ Key, Value = '' }) => [`aws:RequestTag/${Key}`, Value])),
  };
}

import type { Tag } from '@aws-sdk/client-rds';
import { invalidValue } from '../errors.ts';

/** Reads the tags of a request. */
export const readTags = (tags: readonly Tag[] | undefined): Map<string, string> => {
  const read = new Map<string, string>();
  for (const { Key, Value } of tags ?? []) {
    if (!Key || Key.length > 128) throw invalidValue('Tag keys must have 1 to 128 characters.');
    if (/^(aws|rds):/i.test(Key)) throw invalidValue(`Tag key "${Key}" has a reserved prefix.`);
    read.set(Key, Value ?? '');
  }
  if (read.size > 50) throw invalidValue('A resource can have 50 tags at most.');
  return read;
};

export const tagList = (tags: ReadonlyMap<string, string>): Tag[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));

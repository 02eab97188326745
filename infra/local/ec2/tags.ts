import type { ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { invalidValue } from './errors.ts';

/** The tags that a request gives to what it creates. */
export function readTags(
  specifications: readonly TagSpecification[] | undefined,
  type: ResourceType,
): Map<string, string> {
  const tags = new Map<string, string>();
  for (const { ResourceType, Tags = [] } of specifications ?? []) {
    if (ResourceType !== type)
      throw invalidValue(`'${ResourceType}' is not a valid taggable resource type.`);
    for (const { Key = '', Value = '' } of Tags) {
      if (Key === '' || /^aws:/i.test(Key))
        throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use: '${Key}'`);
      tags.set(Key, Value);
    }
  }
  return tags;
}

export const tagList = (tags: ReadonlyMap<string, string>): Tag[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));

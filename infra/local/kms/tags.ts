import type { Tag } from '@aws-sdk/client-kms';
import { ServiceError } from '../service.ts';

export function readTags(tags: readonly Tag[] = []): Map<string, string> {
  const read = new Map(tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
  if (read.size < tags.length) throw refused('Duplicate tag keys');
  for (const key of read.keys())
    if (key === '' || key.startsWith('aws:')) throw refused(`Invalid tag key '${key}'`);
  return read;
}

const refused = (message: string) => new ServiceError('TagException', message);

export const tagList = (tags: ReadonlyMap<string, string>) =>
  [...tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

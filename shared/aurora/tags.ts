import type { Tag } from '@aws-sdk/client-rds';

export const tagsOf = (tags: readonly Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** The tags that people gave: AWS refuses those of its own, and the pipeline sets its own anew. */
export const givenTags = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).filter(([key]) => !/^(?:aws|rds|aurora-restore):/i.test(key)),
  );

import type { Secret } from './secret.ts';

/** What `DescribeSecret` and `ListSecrets` both tell. */
export function describe(secret: Secret) {
  return {
    ...secret.identity,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    LastChangedDate: secret.changed,
    LastAccessedDate: secret.lastAccessed,
    DeletedDate: secret.deletion?.asked,
    Tags: [...secret.tags].map(([Key, Value]) => ({ Key, Value })),
    CreatedDate: secret.created,
    OwningService: secret.owner,
  };
}

/** The staging labels by version, without deprecated versions. */
export function stagesOf(secret: Secret): Record<string, string[]> {
  return Object.fromEntries(
    secret.versions
      .all()
      .filter(({ stages }) => stages.size > 0)
      .map(({ id, stages }) => [id, [...stages]]),
  );
}

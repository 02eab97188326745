import type { Around } from './around.ts';
import { invalidParameter } from './errors.ts';
import type { Secret } from './secret.ts';
import type { SecretValue } from './secret-value.ts';
import type { Version } from './secret-versions.ts';

interface NewVersion {
  readonly value: SecretValue;
  /** Becomes the version's id. */
  readonly token: string | undefined;
  readonly stages: readonly string[];
}

/** Adds a version, or finds the one that the same request made before. */
export function addVersion(
  secret: Secret,
  { value, token, stages }: NewVersion,
  { clock, uuid }: Pick<Around, 'clock' | 'uuid'>,
): Version {
  if (token !== undefined && (token.length < 32 || token.length > 64))
    throw invalidParameter('ClientRequestToken must be 32-64 characters long.');
  const created = clock.date();
  secret.changed = created;
  return secret.versions.add({ id: token ?? uuid(), value, created }, stages, secret.arn);
}

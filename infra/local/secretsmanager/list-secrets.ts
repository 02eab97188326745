import type { Filter, ListSecretsRequest } from '@aws-sdk/client-secrets-manager';
import type { Call } from '../service.ts';
import { describe, stagesOf } from './describe.ts';
import { invalidParameter, refuse } from './errors.ts';
import { page } from './page.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';

export const listOperations = (secrets: Secrets) => ({
  ListSecrets(input: ListSecretsRequest, call: Call) {
    refuse(input, 'SortBy');
    const { IncludePlannedDeletion, Filters = [], SortOrder = 'desc' } = input;
    const found = secrets
      .all(call)
      .filter((secret) => IncludePlannedDeletion || !secret.deletion)
      .filter((secret) => Filters.every((filter) => matches(secret, filter)))
      .sort((a, b) => a.created.getTime() - b.created.getTime());
    const { members, NextToken } = page(SortOrder === 'asc' ? found : found.reverse(), input);
    const SecretList = members.map((secret) => ({
      ...describe(secret),
      SecretVersionsToStages: stagesOf(secret),
    }));
    return { SecretList, NextToken };
  },
});

/** One of the values must match, but none that follows a `!`. */
function matches(secret: Secret, { Key, Values = [] }: Filter): boolean {
  const texts = textsOf(secret, Key);
  const holds = (prefix: string) => texts.some((text) => text.startsWith(prefix));
  const unwanted = Values.filter((value) => value.startsWith('!'));
  const wanted = Values.filter((value) => !value.startsWith('!'));
  if (unwanted.some((value) => holds(value.slice(1)))) return false;
  return wanted.length === 0 || wanted.some(holds);
}

function textsOf({ name, owner, tags }: Secret, key: Filter['Key']): readonly string[] {
  switch (key) {
    case 'name':
      return [name];
    case 'owning-service':
      return owner ? [owner] : [];
    case 'tag-key':
      return [...tags.keys()];
    case 'tag-value':
      return [...tags.values()];
    default:
      throw invalidParameter(`The local Secrets Manager does not support the filter ${key}.`);
  }
}

import type {
  CreateSecretRequest,
  DescribeSecretRequest,
  TagResourceRequest,
  UntagResourceRequest,
  UpdateSecretRequest,
} from '@aws-sdk/client-secrets-manager';
import type { Call } from '../service.ts';
import type { Around } from './around.ts';
import { describe, stagesOf } from './describe.ts';
import { invalidParameter, refuse } from './errors.ts';
import { addVersion } from './new-version.ts';
import { sameValue, valueIn } from './secret-value.ts';
import { CURRENT } from './secret-versions.ts';
import type { Place } from './secrets.ts';

export const secretOperations = (around: Around) => ({
  CreateSecret: (input: CreateSecretRequest, call: Call) => createSecret(input, call, around),

  DescribeSecret({ SecretId }: DescribeSecretRequest, call: Call) {
    const secret = around.secrets.getEvenDeleted(SecretId, call);
    return { ...describe(secret), VersionIdsToStages: stagesOf(secret) };
  },

  UpdateSecret(input: UpdateSecretRequest, call: Call) {
    refuse(input, 'Type');
    const secret = around.secrets.getToChange(input.SecretId, call);
    const value = valueIn(input);
    const token = input.ClientRequestToken;
    const version = value && addVersion(secret, { value, token, stages: [CURRENT] }, around);
    secret.description = input.Description ?? secret.description;
    secret.kmsKeyId = input.KmsKeyId ?? secret.kmsKeyId;
    secret.changed = around.clock.date();
    return { ...secret.identity, VersionId: version?.id };
  },

  TagResource({ SecretId, Tags }: TagResourceRequest, call: Call) {
    const secret = around.secrets.get(SecretId, call);
    secret.addTags(Tags ?? []);
    secret.changed = around.clock.date();
    return {};
  },

  UntagResource({ SecretId, TagKeys }: UntagResourceRequest, call: Call) {
    const secret = around.secrets.get(SecretId, call);
    for (const key of TagKeys ?? []) secret.tags.delete(key);
    secret.changed = around.clock.date();
    return {};
  },
});

/** Repeating it with the same token and value is harmless. */
export function createSecret(
  input: CreateSecretRequest,
  place: Place,
  around: Around,
  suffix?: string,
) {
  refuse(input, 'AddReplicaRegions', 'ForceOverwriteReplicaSecret', 'Type');
  const { Name: name = '', ClientRequestToken: token, Tags = [] } = input;
  if (!/^[\w/+=.@-]{1,512}$/.test(name))
    throw invalidParameter(
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  const value = valueIn(input);
  const before = around.secrets.find(name, place);
  const made = token === undefined ? undefined : before?.versions.get(token);
  if (before && !before.deletion && made && value && sameValue(made.value, value))
    return { ...before.identity, VersionId: made.id };

  const secret = around.secrets.create(name, place, suffix);
  secret.description = input.Description;
  secret.kmsKeyId = input.KmsKeyId;
  secret.addTags(Tags);
  const version = value && addVersion(secret, { value, token, stages: [CURRENT] }, around);
  return { ...secret.identity, VersionId: version?.id };
}

import type {
  GetRandomPasswordRequest,
  GetSecretValueRequest,
  ListSecretVersionIdsRequest,
  PutSecretValueRequest,
  UpdateSecretVersionStageRequest,
} from '@aws-sdk/client-secrets-manager';
import type { Call } from '../service.ts';
import type { Around } from './around.ts';
import { invalidRequest, noValueAt, refuse } from './errors.ts';
import { addVersion } from './new-version.ts';
import { page } from './page.ts';
import { randomPassword } from './random-password.ts';
import type { Secret } from './secret.ts';
import { valueIn } from './secret-value.ts';
import { CURRENT, type Version } from './secret-versions.ts';

export const valueOperations = (around: Around) => ({
  GetSecretValue({ SecretId, ...which }: GetSecretValueRequest, call: Call) {
    const secret = around.secrets.get(SecretId, call);
    const version = versionOf(secret, which);
    const today = startOfDay(around.clock.date());
    secret.lastAccessed = today;
    version.lastAccessed = today;
    return {
      ...secret.identity,
      ...version.value,
      VersionId: version.id,
      VersionStages: [...version.stages],
      CreatedDate: version.created,
    };
  },

  PutSecretValue(input: PutSecretValueRequest, call: Call) {
    refuse(input, 'RotationToken');
    const secret = around.secrets.getToChange(input.SecretId, call);
    const value = valueIn(input);
    if (!value) throw invalidRequest('You must provide either SecretString or SecretBinary.');
    const { ClientRequestToken: token, VersionStages: stages = [CURRENT] } = input;
    const version = addVersion(secret, { value, token, stages }, around);
    return { ...secret.identity, VersionId: version.id, VersionStages: [...version.stages] };
  },

  UpdateSecretVersionStage(input: UpdateSecretVersionStageRequest, call: Call) {
    const secret = around.secrets.getToChange(input.SecretId, call);
    const { VersionStage = '', RemoveFromVersionId, MoveToVersionId } = input;
    secret.versions.move(VersionStage, RemoveFromVersionId, MoveToVersionId);
    secret.changed = around.clock.date();
    return secret.identity;
  },

  ListSecretVersionIds(input: ListSecretVersionIdsRequest, call: Call) {
    const secret = around.secrets.getEvenDeleted(input.SecretId, call);
    const versions = secret.versions
      .all()
      .filter(({ stages }) => input.IncludeDeprecated || stages.size > 0);
    const { members, NextToken } = page(versions, input);
    const Versions = members.map(({ id, stages, created, lastAccessed }) => ({
      VersionId: id,
      VersionStages: [...stages],
      CreatedDate: created,
      LastAccessedDate: lastAccessed,
    }));
    return { ...secret.identity, Versions, NextToken };
  },

  GetRandomPassword: (input: GetRandomPasswordRequest) => ({
    RandomPassword: randomPassword(input, around.choose),
  }),
});

export type WhichVersion = Pick<GetSecretValueRequest, 'VersionId' | 'VersionStage'>;

/** Throws for a version whose value is bytes. */
export function textOf(secret: Secret, which: WhichVersion): string {
  const { SecretString } = versionOf(secret, which).value;
  if (SecretString === undefined) throw invalidRequest(`The value of ${secret.name} is no text.`);
  return SecretString;
}

function versionOf({ versions }: Secret, { VersionId, VersionStage }: WhichVersion): Version {
  if (VersionId === undefined) {
    const stage = VersionStage ?? CURRENT;
    const version = versions.at(stage);
    if (!version) throw noValueAt(`staging label: ${stage}`);
    return version;
  }
  const version = versions.get(VersionId);
  if (!version) throw noValueAt(`VersionId: ${VersionId}`);
  if (VersionStage !== undefined && !version.stages.has(VersionStage))
    throw invalidRequest(
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  return version;
}

/** AWS keeps only the day of an access. */
const startOfDay = (date: Date) => new Date(date.toISOString().slice(0, 10));

import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager';
import { authorize } from '../gateway/authorize.ts';
import type { Iam } from '../iam/iam.ts';
import type { Call } from '../service.ts';
import type { Around } from './around.ts';
import { addVersion } from './new-version.ts';
import { permissionsOf } from './permissions.ts';
import { randomPassword } from './random-password.ts';
import type { Secret, Tag } from './secret.ts';
import { CURRENT } from './secret-versions.ts';
import type { Place } from './secrets.ts';
import { textOf } from './value-operations.ts';

export interface ServiceSecret {
  /** Without the service's prefix (`rds!`). */
  readonly name: string;
  readonly kmsKeyId: string;
  readonly tags: readonly Tag[];
}

type Keyless = Omit<ServiceSecret, 'kmsKeyId'>;

/** Secrets that a service of AWS manages for those who call it. Others read them and change nothing. */
export interface ServiceSecrets {
  /** Throws Secrets Manager's own error unless the caller may create such a secret and tag it. */
  check(wanted: ServiceSecret, caller: Call): void;
  /** Gives its ARN. Without a key, it is the one that AWS has for secrets. */
  create(wanted: Keyless & Partial<ServiceSecret>, place: Place, text: string): string;
  /** The current one. */
  text(arn: string): string;
  /** The text is the current one from now on; the one before is the previous. */
  put(arn: string, text: string): void;
  /** At once, without a recovery window. */
  delete(arn: string): void;
  randomPassword(options: GetRandomPasswordRequest): string;
}

export const serviceSecrets = (
  service: string,
  around: Around,
  iam: Pick<Iam, 'allows'>,
): ServiceSecrets => {
  const { secrets, choose } = around;
  const nameOf = ({ name }: Keyless) => `${service}!${name}`;
  const tagsOf = ({ tags }: Keyless) => [
    ...tags,
    { Key: 'aws:secretsmanager:owningService', Value: service },
  ];
  const write = (secret: Secret, SecretString: string) => {
    const value = { SecretString };
    addVersion(secret, { value, token: undefined, stages: [CURRENT] }, around);
  };
  return {
    check(wanted, caller) {
      const input = { Name: nameOf(wanted), Tags: tagsOf(wanted), KmsKeyId: wanted.kmsKeyId };
      const call: Call = { ...caller, service: 'secretsmanager', operation: 'CreateSecret' };
      authorize(iam, call, permissionsOf(input, call, secrets));
    },
    create(wanted, place, text) {
      const secret = secrets.create(nameOf(wanted), place);
      secret.owner = service;
      secret.kmsKeyId = wanted.kmsKeyId;
      secret.addTags(tagsOf(wanted));
      write(secret, text);
      return secret.arn;
    },
    text: (arn) => textOf(secrets.get(arn, placeOf(arn)), {}),
    put: (arn, text) => write(secrets.get(arn, placeOf(arn)), text),
    delete(arn) {
      const secret = secrets.find(arn, placeOf(arn));
      if (secret) secrets.remove(secret, placeOf(arn));
    },
    randomPassword: (options) => randomPassword(options, choose),
  };
};

const placeOf = (arn: string): Place => {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { region, accountId };
};

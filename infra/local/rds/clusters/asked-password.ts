import type { ServiceSecret } from '../../secretsmanager/service-secrets.ts';
import type { Call } from '../../service.ts';
import { invalidClusterState, invalidCombination, invalidValue } from '../errors.ts';
import type { Rds } from '../rds.ts';
import type { Cluster } from '../state/cluster.ts';
import { plannedSecret } from './master-secret.ts';
import { checkMasterPassword } from './master-user.ts';

interface Asked {
  readonly ApplyImmediately?: boolean | undefined;
  readonly ManageMasterUserPassword?: boolean | undefined;
  readonly MasterUserPassword?: string | undefined;
  readonly MasterUserSecretKmsKeyId?: string | undefined;
  readonly RotateMasterUserPassword?: boolean | undefined;
}

/** What becomes of the master password. */
export type AskedPassword =
  /** RDS keeps it in a secret from now on. */
  | { readonly kind: 'managed'; readonly secret: ServiceSecret }
  | { readonly kind: 'rotated' }
  /** The caller's own; a secret of RDS is gone. */
  | { readonly kind: 'own'; readonly password: string };

/**
 * What a request asks for, checked; `undefined` if nothing. The words of the first three refusals are
 * seen with AWS, those of the rest are assumed.
 */
export const askedPassword = (
  rds: Rds,
  call: Call,
  asked: Asked,
  { id, secret, globalClusterId }: Pick<Cluster, 'id' | 'secret' | 'globalClusterId'>,
): AskedPassword | undefined => {
  const { ManageMasterUserPassword: managed, MasterUserPassword: password } = asked;
  if (password !== undefined && (managed ?? secret !== undefined))
    throw invalidValue(
      "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.",
    );
  if (managed === false && password === undefined)
    throw invalidCombination(
      'MasterUserPassword must be provided when ManageMasterUserPassword is set to false.',
    );
  if (asked.MasterUserSecretKmsKeyId && !managed)
    throw invalidCombination(
      'A ManageMasterUserPassword value is required when MasterUserSecretKmsKeyId is specified.',
    );
  if (asked.RotateMasterUserPassword) {
    checkRotation(asked, secret);
    return { kind: 'rotated' };
  }
  if (managed && !secret) {
    if (globalClusterId)
      throw invalidCombination(
        `ManageMasterUserPassword isn't supported for ${id}, which is part of a global cluster.`,
      );
    return {
      kind: 'managed',
      secret: plannedSecret(rds, call, id, asked.MasterUserSecretKmsKeyId),
    };
  }
  if (managed && asked.MasterUserSecretKmsKeyId)
    throw invalidCombination("You can't change the KMS key of a secret that RDS manages.");
  if (password === undefined) return undefined;
  checkMasterPassword(password);
  return { kind: 'own', password };
};

const checkRotation = (asked: Asked, secret: Cluster['secret']): void => {
  if (!secret || asked.ManageMasterUserPassword === false)
    throw invalidCombination(
      'RotateMasterUserPassword is valid only if RDS manages the master user password.',
    );
  if (!asked.ApplyImmediately)
    throw invalidCombination(
      'You must apply the change immediately when rotating the master user password.',
    );
  if (secret.status !== 'active')
    throw invalidClusterState(`The secret ${secret.arn} is ${secret.status} and can't be rotated.`);
};

import { DescribeKeyCommand, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';
import type { ErrorCode, Reason } from '../errors.ts';
import { isDefaultKey, keyOfAnotherService } from './aws-keys.ts';
import { type GrantTrial, noTrial, type Proof } from './grant-trial.ts';
import { isRdsError, meaningOf } from './rds-errors.ts';

/** A key that can encrypt, by its ARN, whatever name it was asked for by. */
export interface UsableKey extends Proof {
  readonly arn: string;
  /** Whose policy it has. One of AWS's is RDS's default key of the account and region. */
  readonly of: 'aws' | 'customer';
}

export interface KeyProblem {
  readonly code: ErrorCode;
  /** Names the field or resource that the key is of, and the key. */
  readonly message: string;
}

/** Looks at a key, named by its id, ARN or alias, for what has it: `kms_key_id`, or a resource. */
export type LookAtKey = (keyId: string, whose: string) => Promise<UsableKey | KeyProblem>;

/** Where no grant is tried, a customer's key is not proven. */
export const lookAtKey =
  (client: KMSClient, tryGrant: GrantTrial = noTrial): LookAtKey =>
  async (keyId, whose) => {
    const problem = (code: ErrorCode, told: string) => ({
      code,
      message: `${whose}: key ${keyId} ${told}`,
    });
    const described = await describe(client, keyId);
    if ('code' in described) return problem(described.code, described.told);
    const trouble = troubleWith(described);
    if (trouble) return problem('KEY_DISABLED', trouble);
    const { Arn: arn, KeyManager } = described;
    if (KeyManager !== 'AWS') return { arn, of: 'customer', ...(await tryGrant(client, arn)) };
    return (await isDefaultKey(client, keyId, arn))
      ? { arn, of: 'aws', proven: true }
      : problem('KEY_DISABLED', keyOfAnotherService);
  };

/** That RDS may use a key is not known: whether to go on is the deployment's to decide. */
export const unprovenReason = ({ arn, why }: UsableKey, whose: string): Reason => ({
  code: 'KEY_UNPROVEN',
  message: `${whose}: whether RDS may use key ${arn} is not known: ${why}`,
});

type Described = KeyMetadata & { readonly Arn: string };

async function describe(
  client: KMSClient,
  keyId: string,
): Promise<Described | { readonly code: ErrorCode; readonly told: string }> {
  try {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: keyId }));
    if (!KeyMetadata?.Arn) throw new Error(`KMS describes ${keyId} without an ARN`);
    return { ...KeyMetadata, Arn: KeyMetadata.Arn };
  } catch (error) {
    const code = refusals.find(([name]) => isRdsError(error, name))?.[1];
    const told = error instanceof Error ? error.message : String(error);
    if (code) return { code, told: `${words[code]} (${told})` };
    throw meaningOf(error, `DescribeKey ${keyId}`);
  }
}

/** Source: KMS API reference, DescribeKey and "Common errors". */
const refusals = [
  ['NotFoundException', 'KEY_NOT_FOUND'],
  ['InvalidArnException', 'KEY_NOT_FOUND'],
  ['ValidationException', 'KEY_NOT_FOUND'],
  ['AccessDeniedException', 'KEY_DENIED'],
  ['AccessDenied', 'KEY_DENIED'],
] as const;

const words = {
  KEY_NOT_FOUND: 'is not known to KMS here',
  KEY_DENIED: 'may not be looked at',
} as const;

/** RDS encrypts with symmetric keys that are enabled. */
function troubleWith({
  KeyState,
  KeyUsage,
  KeySpec,
  DeletionDate,
}: KeyMetadata): string | undefined {
  if (KeyUsage !== 'ENCRYPT_DECRYPT' || KeySpec !== 'SYMMETRIC_DEFAULT')
    return `is of the kind ${KeySpec} for ${KeyUsage}; RDS takes symmetric keys for encryption only`;
  if (KeyState === 'Enabled') return undefined;
  return `is in state ${KeyState}${DeletionDate ? `, gone on ${DeletionDate.toISOString()}` : ''}`;
}

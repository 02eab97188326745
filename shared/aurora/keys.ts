import { DescribeKeyCommand, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';
import type { ErrorCode } from '../errors.ts';
import { isRdsError, meaningOf } from './rds-errors.ts';

/** A key that can encrypt, by its ARN, whatever name it was asked for by. */
export interface UsableKey {
  readonly arn: string;
}

export interface KeyProblem {
  readonly code: ErrorCode;
  /** Names the field or resource that the key is of, and the key. */
  readonly message: string;
}

/**
 * Looks at a key, named by its id, ARN or alias, for what has it: `kms_key_id`, or a resource.
 *
 * That the key exists and is enabled says nothing of RDS's grants: `kms:CreateGrant` is allowed through
 * RDS only, so no dry run of ours can prove it. RDS tells when it copies or restores.
 */
export type LookAtKey = (keyId: string, whose: string) => Promise<UsableKey | KeyProblem>;

export const lookAtKey =
  (client: KMSClient): LookAtKey =>
  async (keyId, whose) => {
    const named = `${whose}: key ${keyId}`;
    try {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: keyId }));
      if (!KeyMetadata?.Arn) throw new Error(`KMS describes ${keyId} without an ARN`);
      const trouble = troubleWith(KeyMetadata);
      return trouble
        ? { code: 'KEY_DISABLED', message: `${named} ${trouble}` }
        : { arn: KeyMetadata.Arn };
    } catch (error) {
      const code = refusals.find(([name]) => isRdsError(error, name))?.[1];
      const told = error instanceof Error ? error.message : String(error);
      if (code) return { code, message: `${named} ${words[code]} (${told})` };
      throw meaningOf(error, `DescribeKey ${keyId}`);
    }
  };

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

import { CreateGrantCommand, type KMSClient } from '@aws-sdk/client-kms';
import { isRdsError, meaningOf } from './rds-errors.ts';

/** Whether RDS will get the grants that it needs of a key, as far as that can be known beforehand. */
export interface Proof {
  readonly proven: boolean;
  /** Why it is not proven. */
  readonly why?: string;
}

export type GrantTrial = (client: KMSClient, keyArn: string) => Promise<Proof>;

export const noTrial: GrantTrial = async () => ({ proven: false, why: 'no grant was tried' });

/**
 * Tries a grant of a key to the caller itself, in a dry run, and of no more than to look at the key.
 * RDS needs its caller to be allowed `kms:CreateGrant`: who may make this grant may make that one.
 * A refusal shows nothing, since a key's policy may allow grants through RDS only.
 * Source: Aurora User Guide, "AWS KMS key management"; KMS Developer Guide, "Testing your permissions".
 */
export const tryGrant =
  (role: string): GrantTrial =>
  async (client, keyArn) => {
    try {
      await client.send(
        new CreateGrantCommand({
          KeyId: keyArn,
          GranteePrincipal: role,
          Operations: ['DescribeKey'],
          DryRun: true,
        }),
      );
    } catch (error) {
      if (isRdsError(error, 'DryRunOperationException')) return { proven: true };
      const denied = ['AccessDeniedException', 'AccessDenied'].some((name) =>
        isRdsError(error, name),
      );
      if (!denied) throw meaningOf(error, `CreateGrant ${keyArn}, in a dry run`);
      const told = error instanceof Error ? error.message : String(error);
      return {
        proven: false,
        why: `a grant is denied to the pipeline itself; through RDS it may be allowed or not (${told})`,
      };
    }
    throw new Error(`KMS made a grant of ${keyArn} in a dry run`);
  };

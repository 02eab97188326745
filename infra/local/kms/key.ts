import type { GrantConstraints, GrantOperation } from '@aws-sdk/client-kms';
import type { PolicyDocument } from '../iam/policy.ts';

/** An account's region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export interface KeyPolicy {
  readonly text: string;
  readonly document: PolicyDocument;
}

export interface Grant {
  readonly id: string;
  readonly token: string;
  readonly name: string | undefined;
  readonly created: Date;
  /** The account that made it. */
  readonly issuer: string;
  readonly grantee: string;
  readonly retiring: string | undefined;
  readonly operations: readonly GrantOperation[];
  readonly constraints: GrantConstraints | undefined;
}

/** A symmetric key for encrypting and decrypting; the local KMS has no others. */
export interface Key {
  readonly place: Place;
  readonly id: string;
  readonly arn: string;
  readonly created: Date;
  /** AWS's own keys are made for one of its services, and nobody changes them. */
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly material: Buffer;
  readonly tags: Map<string, string>;
  readonly grants: Map<string, Grant>;
  description: string;
  policy: KeyPolicy;
  enabled: boolean;
  /** When it will be gone. */
  deletionDate: Date | undefined;
}

export const stateOf = ({ enabled, deletionDate }: Key) =>
  deletionDate ? 'PendingDeletion' : enabled ? 'Enabled' : 'Disabled';

/** As `CreateKey` and `DescribeKey` tell it. */
export const metadataOf = (key: Key) => ({
  AWSAccountId: key.place.accountId,
  KeyId: key.id,
  Arn: key.arn,
  CreationDate: key.created,
  Enabled: stateOf(key) === 'Enabled',
  Description: key.description,
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeyState: stateOf(key),
  DeletionDate: key.deletionDate,
  Origin: 'AWS_KMS',
  KeyManager: key.manager,
  CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
  KeySpec: 'SYMMETRIC_DEFAULT',
  EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
  MultiRegion: false,
});

import { parsePolicy } from '../iam/policy.ts';
import { malformedPolicy } from './errors.ts';
import type { KeyPolicy, Place } from './key.ts';

export function readPolicy(text: string): KeyPolicy {
  try {
    return { text, document: parsePolicy(JSON.parse(text), 'Policy') };
  } catch (error) {
    throw malformedPolicy(error instanceof Error ? error.message : String(error));
  }
}

/** What a key has that is made without a policy: everything is left to the account's IAM policies. */
export const defaultPolicy = ({ accountId }: Place): KeyPolicy =>
  written('key-default-1', [
    {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ]);

/**
 * The policy of an account's `alias/aws/SERVICE`: through the service for everybody in the account, and
 * nothing beside that but looking at it.
 */
export const servicePolicy = (service: string, { accountId, region }: Place): KeyPolicy =>
  written(`auto-${service}-2`, [
    {
      Sid: `Allow access through ${service.toUpperCase()} for all principals in the account that are authorized to use ${service.toUpperCase()}`,
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:CreateGrant',
        'kms:ListGrants',
        'kms:DescribeKey',
      ],
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:CallerAccount': accountId,
          'kms:ViaService': `${service}.${region}.amazonaws.com`,
        },
      },
    },
    {
      Sid: 'Allow direct access to key metadata to the account',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
      Resource: '*',
    },
  ]);

const written = (Id: string, Statement: readonly object[]): KeyPolicy =>
  readPolicy(JSON.stringify({ Version: '2012-10-17', Id, Statement }));

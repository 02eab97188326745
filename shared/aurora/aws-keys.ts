import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { told } from './outcomes.ts';

const DEFAULT_KEY = 'alias/aws/rds';

/**
 * Whether a key that AWS manages is RDS's own. Its policy admits everybody in the account who may use
 * RDS there, so there is nothing to try; the keys of other services admit nobody through RDS. KMS
 * describes a key without its aliases, so the default key is looked up to be compared.
 * Source: Aurora User Guide, "AWS KMS key management"; KMS Developer Guide, "AWS managed keys".
 */
export async function isDefaultKey(client: KMSClient, keyId: string, arn: string) {
  if (/(?:^|:)alias\//.test(keyId)) return keyId.endsWith(DEFAULT_KEY);
  const { KeyMetadata } = await told(`DescribeKey ${DEFAULT_KEY}`, () =>
    client.send(new DescribeKeyCommand({ KeyId: DEFAULT_KEY })),
  );
  return KeyMetadata?.Arn === arn;
}

export const keyOfAnotherService = `is one that AWS manages for another service; RDS takes ${DEFAULT_KEY} or a customer’s key`;

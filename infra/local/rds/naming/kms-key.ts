import { createHash } from 'node:crypto';
import type { Place } from './arn.ts';

/** What stands in for the account's `aws/rds` key, with which RDS encrypts unless told otherwise. */
export const defaultKmsKey = ({ region, accountId }: Place): string => {
  const hex = createHash('sha256').update(`aws/rds ${accountId} ${region}`).digest('hex');
  const id = [8, 12, 16, 20, 32].map((end, n) => hex.slice([0, 8, 12, 16, 20][n], end)).join('-');
  return `arn:aws:kms:${region}:${accountId}:key/${id}`;
};

/** The ARN of a key that a request names by ARN, id or alias. No alias is resolved to its key. */
export const kmsKeyArn = (key: string, { region, accountId }: Place): string => {
  if (key.startsWith('arn:')) return key;
  if (key === 'alias/aws/rds') return defaultKmsKey({ region, accountId });
  return `arn:aws:kms:${region}:${accountId}:${key.startsWith('alias/') ? key : `key/${key}`}`;
};

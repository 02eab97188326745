import { type Call, ServiceError } from '../service.ts';
import type { Rds } from './rds.ts';

/**
 * The ARN of the key that a request names, which RDS may use on the caller's behalf. A caller needs
 * `kms:DescribeKey` and, if nothing else is said, `kms:CreateGrant` of it, by way of RDS.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
 */
export const usableKey = (
  rds: Rds,
  key: string,
  call: Call,
  actions: readonly string[] = ['CreateGrant'],
): string => use(rds, key, call, `Specified KMS key [${key}]`, actions);

/**
 * The same for the key under which a snapshot lies, in the region where it lies.
 * That a restore wants it as a copy does is assumed.
 */
export const usableSnapshotKey = (rds: Rds, arn: string, call: Call): string => {
  const region = arn.split(':')[3] ?? call.region;
  return use(rds, arn, { ...call, region }, `The source snapshot KMS key [${arn}]`);
};

/** Assumed: whoever may take a snapshot of a cluster needs nothing of its key, which must be enabled. */
export const requireEnabled = (rds: Rds, arn: string): void => {
  if (!rds.keys.enabled(arn)) throw notAccessible(`The KMS key [${arn}]`);
};

const use = (
  rds: Rds,
  key: string,
  call: Call,
  whose: string,
  actions?: readonly string[],
): string => {
  try {
    return rds.keys.use(key, call, actions);
  } catch (error) {
    /** RDS does not tell which of the three it is. */
    if (error instanceof ServiceError) throw notAccessible(whose);
    throw error;
  }
};

const notAccessible = (key: string) =>
  new ServiceError(
    'KMSKeyNotAccessibleFault',
    `${key} does not exist, is not enabled or you do not have permissions to access it.`,
  );

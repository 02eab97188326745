import { type ErrorCode, NotYet, StepFailure } from '../errors.ts';
import { keyTrouble } from './key-errors.ts';

/**
 * What RDS, and what every service of AWS, answers, told apart by name or wire code: the SDK knows some errors by a modelled name
 * (`DBInstanceNotFoundFault`), others only by their code (`Throttling`), and both occur.
 * Source: RDS API reference, "Errors" of each action; CommonErrors.
 */
const failures = new Map<string, ErrorCode>([
  ['DBClusterSnapshotNotFoundFault', 'SNAPSHOT_NOT_FOUND'],
  ['LimitExceededException', 'QUOTA_EXCEEDED'],
  ['DBSubnetGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['DBSubnetGroupDoesNotCoverEnoughAZs', 'REFERENCE_NOT_FOUND'],
  ['DBSubnetGroupNotAllowed', 'REFERENCE_NOT_FOUND'],
  ['InvalidDBSubnetGroup', 'REFERENCE_NOT_FOUND'],
  ['DBClusterParameterGroupNotFound', 'REFERENCE_NOT_FOUND'],
  ['DBParameterGroupNotFound', 'REFERENCE_NOT_FOUND'],
  ['DBSecurityGroupNotFound', 'REFERENCE_NOT_FOUND'],
  ['OptionGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['InvalidSubnet', 'REFERENCE_NOT_FOUND'],
  ['InvalidVPCNetworkStateFault', 'REFERENCE_NOT_FOUND'],
  ['InsufficientAvailableIPsInSubnet', 'REFERENCE_NOT_FOUND'],
  ['InvalidParameterValue', 'PARAMETER_REFUSED'],
  ['InvalidParameterCombination', 'PARAMETER_REFUSED'],
  ['InvalidRestoreFault', 'PARAMETER_REFUSED'],
  ['NetworkTypeNotSupported', 'PARAMETER_REFUSED'],
  ['StorageTypeNotSupported', 'PARAMETER_REFUSED'],
  ['StorageTypeNotAvailable', 'PARAMETER_REFUSED'],
  ['UnsupportedDBEngineVersion', 'PARAMETER_REFUSED'],
  ['VpcEncryptionControlViolationException', 'PARAMETER_REFUSED'],
  ['ValidationError', 'PARAMETER_REFUSED'],
  ['AccessDenied', 'NOT_PERMITTED'],
  ['AccessDeniedException', 'NOT_PERMITTED'],
  ['AuthorizationNotFound', 'NOT_PERMITTED'],
  ['UnauthorizedOperation', 'NOT_PERMITTED'],
]);

/** `SnapshotQuotaExceeded`, `DBClusterQuotaExceededFault`, `InstanceQuotaExceeded` and their like. */
const quota = /QuotaExceeded(?:Fault)?$/;

/**
 * Passes by itself: AWS throttles, RDS is busy with the resource, or it has no capacity at the moment.
 * Throttling goes by many names. Source: the SDK's list of throttling error codes.
 */
const passing = new Map<string, readonly [code: ErrorCode, afterSeconds?: number]>([
  ['Throttling', ['THROTTLED', 30]],
  ['ThrottlingException', ['THROTTLED', 30]],
  ['ThrottledException', ['THROTTLED', 30]],
  ['RequestThrottled', ['THROTTLED', 30]],
  ['RequestThrottledException', ['THROTTLED', 30]],
  ['RequestLimitExceeded', ['THROTTLED', 30]],
  ['TooManyRequestsException', ['THROTTLED', 30]],
  ['KMSThrottlingException', ['THROTTLED', 30]],
  ['InvalidDBClusterStateFault', ['RESOURCE_BUSY']],
  ['InvalidDBInstanceState', ['RESOURCE_BUSY']],
  ['InvalidDBClusterSnapshotStateFault', ['RESOURCE_BUSY']],
  ['InvalidDBSubnetGroupStateFault', ['RESOURCE_BUSY']],
  ['InvalidDBParameterGroupState', ['RESOURCE_BUSY']],
  ['InsufficientDBInstanceCapacity', ['CAPACITY_LACKING', 300]],
  ['InsufficientDBClusterCapacityFault', ['CAPACITY_LACKING', 300]],
  ['InsufficientStorageClusterCapacity', ['CAPACITY_LACKING', 300]],
]);

/** The names an error goes by: the modelled one, the wire code, and each without `Fault`. */
function namesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = 'Code' in error ? String(error.Code) : error.name;
  return [error.name, code].flatMap((name) => [name, name.replace(/Fault$/, '')]);
}

export const isRdsError = (error: unknown, name: string): boolean =>
  namesOf(error).includes(name) || namesOf(error).includes(name.replace(/Fault$/, ''));

/** The one code stands for the quota of manual snapshots and for copies in progress. */
const tooManyAtOnce = /across regions|in progress/i;

/** What a failed call means for a step: wait, fail, or (unrecognised) the error itself. */
export function meaningOf(error: unknown, call: string): unknown {
  const names = namesOf(error);
  const message = `${call}: ${error instanceof Error ? error.message : String(error)}`;
  const wait = waitFor(names, message);
  if (wait) return new NotYet(message, wait[1], { code: wait[0], cause: error });
  const code = failureOf(names, message);
  return code ? new StepFailure(code, message, { cause: error }) : error;
}

function waitFor(names: readonly string[], message: string) {
  if (names.includes('SnapshotQuotaExceeded') && tooManyAtOnce.test(message))
    return ['RESOURCE_BUSY', 300] as const;
  return names.map((name) => passing.get(name)).find((found) => found !== undefined);
}

function failureOf(names: readonly string[], message: string): ErrorCode | undefined {
  const key = keyTrouble(names, message);
  if (key) return key;
  if (names.some((name) => name.startsWith('AccessDenied')) && ofAnotherAccount(message))
    return 'SNAPSHOT_NOT_SHARED';
  if (names.some((name) => quota.test(name))) return 'QUOTA_EXCEEDED';
  return names.map((name) => failures.get(name)).find((found) => found !== undefined);
}

/**
 * Whether what was denied is the snapshot of another account than the caller's: sharing alone allows
 * it. Source: IAM's message, "User: ARN is not authorized to perform: ACTION on resource: ARN".
 */
function ofAnotherAccount(message: string): boolean {
  const caller = /\barn:[\w-]+:(?:sts|iam)::(\d{12}):/.exec(message)?.[1];
  const owner = /\barn:[\w-]+:rds:[\w-]*:(\d{12}):cluster-snapshot:/.exec(message)?.[1];
  return caller !== undefined && owner !== undefined && caller !== owner;
}

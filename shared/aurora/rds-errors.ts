import { type ErrorCode, NotYet, StepFailure } from '../errors.ts';

/**
 * What RDS, and what every service of AWS, answers, told apart by name or wire code: the SDK knows some errors by a modelled name
 * (`DBInstanceNotFoundFault`), others only by their code (`Throttling`), and both occur.
 * Source: RDS API reference, "Errors" of each action; CommonErrors.
 */
const failures = new Map<string, ErrorCode>([
  ['DBClusterSnapshotNotFoundFault', 'SNAPSHOT_NOT_FOUND'],
  ['SnapshotQuotaExceeded', 'QUOTA_EXCEEDED'],
  ['DBClusterQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['InstanceQuotaExceeded', 'QUOTA_EXCEEDED'],
  ['StorageQuotaExceeded', 'QUOTA_EXCEEDED'],
  ['KMSKeyNotAccessibleFault', 'KEY_NOT_USABLE'],
  ['DBSubnetGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['DBSubnetGroupDoesNotCoverEnoughAZs', 'REFERENCE_NOT_FOUND'],
  ['DBClusterParameterGroupNotFound', 'REFERENCE_NOT_FOUND'],
  ['DBParameterGroupNotFound', 'REFERENCE_NOT_FOUND'],
  ['OptionGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['InvalidSubnet', 'REFERENCE_NOT_FOUND'],
  ['InvalidVPCNetworkStateFault', 'REFERENCE_NOT_FOUND'],
  ['InvalidParameterValue', 'PARAMETER_REFUSED'],
  ['InvalidParameterCombination', 'PARAMETER_REFUSED'],
  ['InvalidRestoreFault', 'PARAMETER_REFUSED'],
  ['StorageTypeNotSupported', 'PARAMETER_REFUSED'],
  ['ValidationError', 'PARAMETER_REFUSED'],
  ['AccessDenied', 'NOT_PERMITTED'],
  ['AccessDeniedException', 'NOT_PERMITTED'],
  ['AuthorizationNotFound', 'NOT_PERMITTED'],
  ['UnauthorizedOperation', 'NOT_PERMITTED'],
]);

/** Passes by itself: RDS is busy with the resource, throttles, or has no capacity at the moment. */
const passing = new Map<string, number | undefined>([
  ['Throttling', 30],
  ['ThrottlingException', 30],
  ['RequestLimitExceeded', 30],
  ['InvalidDBClusterStateFault', undefined],
  ['InvalidDBInstanceState', undefined],
  ['InvalidDBClusterSnapshotStateFault', undefined],
  ['InsufficientDBInstanceCapacity', 300],
  ['InsufficientDBClusterCapacityFault', 300],
  ['InsufficientStorageClusterCapacity', 300],
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
  const tooMany = names.includes('SnapshotQuotaExceeded') && tooManyAtOnce.test(message);
  if (tooMany) return new NotYet(message, 300, { cause: error });
  for (const name of names)
    if (passing.has(name)) return new NotYet(message, passing.get(name), { cause: error });
  for (const name of names) {
    const code = failures.get(name);
    if (code) return new StepFailure(code, message, { cause: error });
  }
  return error;
}

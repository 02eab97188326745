import {
  DBInstanceNotFoundFault,
  InvalidDBInstanceStateFault,
  RDSServiceException,
  SnapshotQuotaExceededFault,
} from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { NotYet, StepFailure } from '../errors.ts';
import { isRdsError, meaningOf } from './rds-errors.ts';

const $metadata = {};

/** As the SDK makes errors that its models do not know: by their wire code. */
const byCode = (name: string, message = 'no') =>
  new RDSServiceException({ name, message, $fault: 'client', $metadata });

/** A modelled name whose wire code is another one. */
const modelled = (name: string, Code: string, message = 'no') =>
  Object.assign(byCode(name, message), { Code });

test.each([
  new DBInstanceNotFoundFault({ message: 'no', $metadata }),
  byCode('DBInstanceNotFound'),
  byCode('DBInstanceNotFoundFault'),
  modelled('Unknown', 'DBInstanceNotFound'),
])('an error is known by its modelled name and by its code: $name', (error) => {
  expect(isRdsError(error, 'DBInstanceNotFound')).toBe(true);
  expect(isRdsError(error, 'DBInstanceNotFoundFault')).toBe(true);
  expect(isRdsError(error, 'DBClusterNotFoundFault')).toBe(false);
});

test.each([
  ['Throttling', 30],
  ['ThrottlingException', 30],
  ['RequestLimitExceeded', 30],
  ['InvalidDBClusterStateFault', undefined],
  ['InvalidDBInstanceState', undefined],
  ['InvalidDBInstanceStateFault', undefined],
  ['InvalidDBClusterSnapshotStateFault', undefined],
  ['InsufficientDBInstanceCapacity', 300],
  ['InsufficientDBInstanceCapacityFault', 300],
  ['InsufficientDBClusterCapacityFault', 300],
  ['InsufficientStorageClusterCapacity', 300],
  ['InsufficientStorageClusterCapacityFault', 300],
])('%s passes by itself', (name, afterSeconds) => {
  const meaning = meaningOf(byCode(name), 'DeleteDBCluster target');

  expect(meaning).toBeInstanceOf(NotYet);
  expect(meaning).toMatchObject({ afterSeconds, message: 'DeleteDBCluster target: no' });
});

test.each([
  ['DBClusterSnapshotNotFoundFault', 'SNAPSHOT_NOT_FOUND'],
  ['SnapshotQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['SnapshotQuotaExceeded', 'QUOTA_EXCEEDED'],
  ['DBClusterQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['InstanceQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['StorageQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['KMSKeyNotAccessibleFault', 'KEY_NOT_USABLE'],
  ['DBSubnetGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['DBSubnetGroupDoesNotCoverEnoughAZs', 'REFERENCE_NOT_FOUND'],
  ['DBClusterParameterGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['DBParameterGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['OptionGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['InvalidSubnet', 'REFERENCE_NOT_FOUND'],
  ['InvalidVPCNetworkStateFault', 'REFERENCE_NOT_FOUND'],
  ['InvalidParameterValue', 'PARAMETER_REFUSED'],
  ['InvalidParameterCombination', 'PARAMETER_REFUSED'],
  ['InvalidRestoreFault', 'PARAMETER_REFUSED'],
  ['StorageTypeNotSupportedFault', 'PARAMETER_REFUSED'],
  ['AccessDenied', 'NOT_PERMITTED'],
  ['AccessDeniedException', 'NOT_PERMITTED'],
])('%s fails as %s', (name, code) => {
  const error = byCode(name, 'quota or so');

  const meaning = meaningOf(error, 'RestoreDBClusterFromSnapshot target');

  expect(meaning).toBeInstanceOf(StepFailure);
  expect(meaning).toMatchObject({
    code,
    message: 'RestoreDBClusterFromSnapshot target: quota or so',
    cause: error,
  });
});

test('an error whose name is not known is told by its code', () => {
  const error = modelled('Unknown', 'InsufficientDBInstanceCapacity');

  expect(meaningOf(error, 'CreateDBInstance')).toBeInstanceOf(NotYet);
});

test('the SDK’s own classes are told as well', () => {
  const busy = new InvalidDBInstanceStateFault({ message: 'busy', $metadata });

  expect(meaningOf(busy, 'DeleteDBInstance')).toBeInstanceOf(NotYet);
});

test('a limit of copies in progress is waited for, a quota of snapshots is not', () => {
  const quota = (message: string) => new SnapshotQuotaExceededFault({ message, $metadata });
  const copies = quota('Cannot copy more than 5 snapshots across regions');
  const snapshots = quota('Cannot create more than 100 manual snapshots');

  expect(meaningOf(copies, 'CopyDBClusterSnapshot')).toBeInstanceOf(NotYet);
  expect(meaningOf(snapshots, 'CopyDBClusterSnapshot')).toMatchObject({ code: 'QUOTA_EXCEEDED' });
});

test.each([
  new Error('socket hang up'),
  byCode('InternalFailure'),
  byCode('constructor'),
  'not even an error',
])('what is not recognised stays as it is: %s', (error) => {
  expect(meaningOf(error, 'DescribeDBClusters')).toBe(error);
});

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
  ['Throttling', 'THROTTLED', 30],
  ['ThrottlingException', 'THROTTLED', 30],
  ['RequestLimitExceeded', 'THROTTLED', 30],
  ['TooManyRequestsException', 'THROTTLED', 30],
  ['InvalidDBClusterStateFault', 'RESOURCE_BUSY', undefined],
  ['InvalidDBInstanceState', 'RESOURCE_BUSY', undefined],
  ['InvalidDBInstanceStateFault', 'RESOURCE_BUSY', undefined],
  ['InvalidDBClusterSnapshotStateFault', 'RESOURCE_BUSY', undefined],
  ['InsufficientDBInstanceCapacity', 'CAPACITY_LACKING', 300],
  ['InsufficientDBInstanceCapacityFault', 'CAPACITY_LACKING', 300],
  ['InsufficientDBClusterCapacityFault', 'CAPACITY_LACKING', 300],
  ['InsufficientStorageClusterCapacity', 'CAPACITY_LACKING', 300],
  ['InsufficientStorageClusterCapacityFault', 'CAPACITY_LACKING', 300],
])('%s passes by itself: %s', (name, code, afterSeconds) => {
  const meaning = meaningOf(byCode(name), 'DeleteDBCluster target');

  expect(meaning).toBeInstanceOf(NotYet);
  expect(meaning).toMatchObject({
    code,
    afterSeconds,
    message: `${code}: DeleteDBCluster target: no`,
  });
});

test.each([
  ['DBClusterSnapshotNotFoundFault', 'SNAPSHOT_NOT_FOUND'],
  ['SnapshotQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['SnapshotQuotaExceeded', 'QUOTA_EXCEEDED'],
  ['DBClusterQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['InstanceQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['StorageQuotaExceededFault', 'QUOTA_EXCEEDED'],
  ['SharedSnapshotQuotaExceeded', 'QUOTA_EXCEEDED'],
  ['LimitExceededException', 'QUOTA_EXCEEDED'],
  ['KMSKeyNotAccessibleFault', 'KEY_NOT_USABLE'],
  ['DBSubnetGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['DBSubnetGroupDoesNotCoverEnoughAZs', 'REFERENCE_NOT_FOUND'],
  ['DBClusterParameterGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['DBParameterGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['OptionGroupNotFoundFault', 'REFERENCE_NOT_FOUND'],
  ['InvalidSubnet', 'REFERENCE_NOT_FOUND'],
  ['InvalidVPCNetworkStateFault', 'REFERENCE_NOT_FOUND'],
  ['InsufficientAvailableIPsInSubnetFault', 'REFERENCE_NOT_FOUND'],
  ['InvalidParameterValue', 'PARAMETER_REFUSED'],
  ['InvalidParameterCombination', 'PARAMETER_REFUSED'],
  ['InvalidRestoreFault', 'PARAMETER_REFUSED'],
  ['StorageTypeNotSupportedFault', 'PARAMETER_REFUSED'],
  ['UnsupportedDBEngineVersionFault', 'PARAMETER_REFUSED'],
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

  expect(meaningOf(copies, 'CopyDBClusterSnapshot')).toMatchObject({ code: 'RESOURCE_BUSY' });
  expect(meaningOf(snapshots, 'CopyDBClusterSnapshot')).toMatchObject({ code: 'QUOTA_EXCEEDED' });
});

const denied = (owner: string, what = 'cluster-snapshot:shop-1') =>
  byCode(
    'AccessDenied',
    `User: arn:aws:sts::111111111111:assumed-role/check/x is not authorized to perform: rds:DescribeDBClusterSnapshots on resource: arn:aws:rds:eu-west-1:${owner}:${what}`,
  );

test('a denial is about sharing where it is another account’s snapshot, and only there', () => {
  const codeOf = (error: Error) => meaningOf(error, 'DescribeDBClusterSnapshots');

  expect(codeOf(denied('222222222222'))).toMatchObject({ code: 'SNAPSHOT_NOT_SHARED' });
  expect(codeOf(denied('111111111111'))).toMatchObject({ code: 'NOT_PERMITTED' });
  expect(codeOf(denied('222222222222', 'cluster:shop'))).toMatchObject({ code: 'NOT_PERMITTED' });
});

test.each([
  new Error('socket hang up'),
  byCode('InternalFailure'),
  byCode('constructor'),
  'not even an error',
])('what is not recognised stays as it is: %s', (error) => {
  expect(meaningOf(error, 'DescribeDBClusters')).toBe(error);
});

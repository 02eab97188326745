import { ServiceError } from '../service.ts';

/** Errors that RDS's model does not have. */
export const invalidValue = (message: string) => new ServiceError('InvalidParameterValue', message);
export const invalidCombination = (message: string) =>
  new ServiceError('InvalidParameterCombination', message);

/** What AWS can do and the local RDS cannot; AWS has no such error, so nobody takes it for AWS's. */
export const notImplemented = (what: string) =>
  new ServiceError('NotImplemented', `The local RDS does not implement ${what}.`, 501);

export const clusterNotFound = (name: string) =>
  new ServiceError('DBClusterNotFoundFault', `DBCluster ${name} not found.`, 404);
export const instanceNotFound = (name: string) =>
  new ServiceError('DBInstanceNotFoundFault', `DBInstance ${name} not found.`, 404);
export const snapshotNotFound = (name: string) =>
  new ServiceError('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${name}`, 404);

export const clusterExists = () =>
  new ServiceError('DBClusterAlreadyExistsFault', 'DB Cluster already exists');
export const instanceExists = () =>
  new ServiceError('DBInstanceAlreadyExistsFault', 'DB instance already exists');
export const snapshotExists = (name: string) =>
  new ServiceError(
    'DBClusterSnapshotAlreadyExistsFault',
    `Cannot create the cluster snapshot because a snapshot with the identifier ${name} already exists.`,
  );

export const invalidClusterState = (message: string) =>
  new ServiceError('InvalidDBClusterStateFault', message);
export const invalidInstanceState = (message: string) =>
  new ServiceError('InvalidDBInstanceStateFault', message);
export const invalidSnapshotState = (message: string) =>
  new ServiceError('InvalidDBClusterSnapshotStateFault', message);

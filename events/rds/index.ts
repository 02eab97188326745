import type { RdsHint } from './native-event.ts';

/** The native events that wake a step, with the ids and wordings of the Aurora User Guide. */
const hint =
  (detailType: RdsHint['detailType']) =>
  (eventId: string, message: string): RdsHint => ({ detailType, eventId, message });

const cluster = hint('RDS DB Cluster Event');
const snapshot = hint('RDS DB Cluster Snapshot Event');
const instance = hint('RDS DB Instance Event');

/** Also sent at the end of a restore. */
export const clusterCreated = cluster('RDS-EVENT-0170', 'DB cluster created');
export const clusterDeleted = cluster('RDS-EVENT-0171', 'DB cluster deleted');
const clusterResourcesIncompatible = cluster(
  'RDS-EVENT-0354',
  "You can't create the DB cluster because of incompatible resources",
);
const clusterLimitsInsufficient = cluster(
  'RDS-EVENT-0355',
  "The DB cluster can't be created because of insufficient resource limits",
);
export const manualSnapshotCreated = snapshot('RDS-EVENT-0075', 'Manual cluster snapshot created');
export const automatedSnapshotCreated = snapshot(
  'RDS-EVENT-0169',
  'Automated cluster snapshot created',
);
export const instanceCreated = instance('RDS-EVENT-0005', 'DB instance created');
export const passwordReset = cluster('RDS-EVENT-0016', 'Reset master credentials');
export const passwordNotReset = instance('RDS-EVENT-0067', 'Unable to reset your password');
const instanceLimitsInsufficient = instance(
  'RDS-EVENT-0353',
  "The DB instance can't be created because of insufficient resource limits",
);
const instanceParametersIncompatible = instance('RDS-EVENT-0035', 'Database instance put into');
const instanceNetworkIncompatible = instance('RDS-EVENT-0036', 'Database instance in');
const instanceKeyUnusable = instance(
  'RDS-EVENT-0418',
  'Amazon RDS is unable to access the KMS encryption key',
);
/** Of the category availability, though it says that the database is about to be out of reach. */
const instanceKeyInaccessible = instance(
  'RDS-EVENT-0419',
  'Amazon RDS has been unable to access the KMS encryption key',
);

/** What RDS says of clusters that will not come up by themselves. */
export const clusterFailures = [clusterResourcesIncompatible, clusterLimitsInsufficient];
/** The same of instances. */
export const instanceFailures = [
  instanceLimitsInsufficient,
  instanceParametersIncompatible,
  instanceNetworkIncompatible,
  instanceKeyUnusable,
  instanceKeyInaccessible,
];
export { type RdsEvent, type RdsHint, rdsEvent, resourceOf } from './native-event.ts';

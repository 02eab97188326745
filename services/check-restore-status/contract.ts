import { ClusterRestored, ClusterRestoreStarted } from '../../events/index.ts';
import { clusterCreated, clusterFailures } from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'check-restore-status',
  stage: 'check_restore',
  consumes: [ClusterRestoreStarted],
  emits: [ClusterRestored],
  hints: [clusterCreated, ...clusterFailures],
  failureImpact: 'restored clusters get no instances, though they may be ready for them',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [{ actions: ['rds:DescribeDBClusters', 'rds:DescribeEvents'], on: 'everything' }],
});

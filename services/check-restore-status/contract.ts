import { ClusterRestored, ClusterRestoreStarted } from '../../events/index.ts';
import {
  clusterCreated,
  clusterLimitsInsufficient,
  clusterResourcesIncompatible,
} from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'check-restore-status',
  stage: 'check_restore',
  consumes: [ClusterRestoreStarted],
  emits: [ClusterRestored],
  hints: [clusterCreated, clusterResourcesIncompatible, clusterLimitsInsufficient],
  failureImpact: 'restored clusters get no instances, though they may be ready for them',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [{ actions: ['rds:DescribeDBClusters'], on: 'everything' }],
});

import { ClusterRestoreStarted, TargetCleared } from '../../events/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'restore-snapshot',
  stage: 'restore_snapshot',
  consumes: [TargetCleared],
  emits: [ClusterRestoreStarted],
  failureImpact: 'the old target is gone and the new one is not begun',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [
    { actions: ['rds:DescribeDBClusters'], on: 'everything' },
    { actions: ['rds:RestoreDBClusterFromSnapshot', 'rds:AddTagsToResource'], on: 'new-clusters' },
    { actions: ['rds:RestoreDBClusterFromSnapshot'], on: 'snapshots' },
    { actions: ['rds:RestoreDBClusterFromSnapshot'], on: 'groups' },
    { actions: ['kms:DescribeKey'], on: 'keys' },
    { actions: ['kms:CreateGrant'], on: 'keys-in-use' },
  ],
});

import { SnapshotReady, TargetCleared, TargetDeletionStarted } from '../../events/index.ts';
import { manualSnapshotCreated } from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'delete-rds',
  stage: 'delete_rds',
  consumes: [SnapshotReady],
  emits: [TargetDeletionStarted, TargetCleared],
  hints: [manualSnapshotCreated],
  failureImpact: 'old targets are not cleared; they stand as they were, or are half deleted',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [
    {
      actions: [
        'rds:DescribeDBClusters',
        'rds:DescribeDBInstances',
        'rds:DescribeDBClusterSnapshots',
      ],
      on: 'everything',
    },
    { actions: ['kms:DescribeKey'], on: 'described-keys' },
    { actions: ['rds:CreateDBClusterSnapshot'], on: 'replaceable-clusters' },
    { actions: ['rds:CreateDBClusterSnapshot', 'rds:AddTagsToResource'], on: 'new-snapshots' },
    { actions: ['rds:ModifyDBCluster'], on: 'unprotectable-clusters' },
    { actions: ['rds:DeleteDBInstance'], on: 'replaceable-instances' },
    { actions: ['rds:DeleteDBCluster'], on: 'replaceable-clusters' },
    /** AWS names both resources for this action, whether or not a snapshot is asked for. */
    { actions: ['rds:DeleteDBCluster'], on: 'snapshots-of-deletions' },
  ],
});

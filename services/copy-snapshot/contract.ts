import { SnapshotCopyStarted, SnapshotReady, SnapshotVerified } from '../../events/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'copy-snapshot',
  stage: 'copy_snapshot',
  consumes: [SnapshotVerified],
  emits: [SnapshotCopyStarted, SnapshotReady],
  failureImpact: 'requested restores stop before anything was changed',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [
    { actions: ['rds:DescribeDBClusterSnapshots'], on: 'everything' },
    { actions: ['rds:CopyDBClusterSnapshot'], on: 'snapshots-anywhere' },
    { actions: ['rds:AddTagsToResource'], on: 'new-snapshots' },
    { actions: ['kms:DescribeKey'], on: 'keys-of-copies' },
    { actions: ['kms:CreateGrant'], on: 'keys-of-copies-in-use' },
    { actions: ['sts:AssumeRole'], on: 'source-roles' },
  ],
});

import { automatedSnapshotCreated, manualSnapshotCreated } from '../../events/rds/index.ts';
import { defineRequester } from '../../shared/step/contract.ts';

export const contract = defineRequester({
  name: 'auto-restore',
  hints: [automatedSnapshotCreated, manualSnapshotCreated],
  everyMinutes: 5,
  failureImpact: 'new snapshots are not restored by themselves',
  timeoutSeconds: 60,
  permissions: [
    { actions: ['rds:DescribeDBClusterSnapshots'], on: 'everything' },
    { actions: ['sts:AssumeRole'], on: 'source-roles' },
  ],
});

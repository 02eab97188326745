import { RestoreCompleted, UsersConfigured } from '../../events/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'archive-snapshot',
  stage: 'archive_snapshot',
  consumes: [UsersConfigured],
  emits: [RestoreCompleted],
  failureImpact:
    'restored clusters stay closed to applications and are not reported as done, and their copies cost money',
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
    { actions: ['rds:ModifyDBCluster'], on: 'tagged-clusters' },
    { actions: ['rds:DeleteDBClusterSnapshot'], on: 'copies' },
    { actions: ['sts:AssumeRole'], on: 'source-roles' },
  ],
});

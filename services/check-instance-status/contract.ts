import { ClusterAvailable, InstanceCreationStarted } from '../../events/index.ts';
import { instanceCreated, instanceFailures } from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'check-instance-status',
  stage: 'check_instances',
  consumes: [InstanceCreationStarted],
  emits: [ClusterAvailable],
  hints: [instanceCreated, ...instanceFailures],
  failureImpact: 'restored clusters are up, but their users are not set up',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [
    {
      actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances', 'rds:DescribeEvents'],
      on: 'everything',
    },
  ],
});

import { ClusterRestored, InstanceCreationStarted } from '../../events/index.ts';
import { instanceCreated, instanceFailures } from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'create-instances',
  stage: 'create_instances',
  consumes: [ClusterRestored],
  emits: [InstanceCreationStarted],
  hints: [instanceCreated, ...instanceFailures],
  failureImpact: 'restored clusters stand without instances, so nobody can connect to them',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [
    {
      actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances', 'rds:DescribeEvents'],
      on: 'everything',
    },
    { actions: ['rds:CreateDBInstance'], on: 'new-instances' },
    { actions: ['rds:AddTagsToResource'], on: 'tags-of-new-instances' },
    { actions: ['rds:CreateDBInstance'], on: 'tagged-clusters' },
    { actions: ['rds:CreateDBInstance'], on: 'groups' },
    /** For Performance Insights under a key of their own. */
    { actions: ['kms:DescribeKey'], on: 'keys' },
    { actions: ['kms:CreateGrant'], on: 'keys-in-use' },
    /** For enhanced monitoring. */
    { actions: ['iam:PassRole'], on: 'monitoring-roles' },
  ],
});

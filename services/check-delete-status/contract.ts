import { TargetCleared, TargetDeletionStarted } from '../../events/index.ts';
import { clusterDeleted } from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'check-delete-status',
  stage: 'check_delete',
  consumes: [TargetDeletionStarted],
  emits: [TargetCleared],
  hints: [clusterDeleted],
  failureImpact: 'the old target is deleted, but its successor is not restored',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [{ actions: ['rds:DescribeDBClusters', 'rds:DescribeEvents'], on: 'everything' }],
});

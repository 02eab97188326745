import { ClusterAvailable, UsersConfigured } from '../../events/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'setup-db-users',
  stage: 'setup_db_users',
  consumes: [ClusterAvailable],
  emits: [UsersConfigured],
  failureImpact: 'restored clusters are up, but applications cannot log in to them',
  timeoutSeconds: 900,
  checksAgain: true,
  reachesDatabase: true,
  permissions: [
    { actions: ['rds:DescribeDBClusters'], on: 'everything' },
    { actions: ['secretsmanager:GetRandomPassword'], on: 'everything' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'master-secret' },
    {
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:TagResource',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      on: 'user-secrets',
    },
  ],
});

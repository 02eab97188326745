import { ClusterAvailable, UsersConfigured } from '../../events/index.ts';
import { passwordNotReset, passwordReset } from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'setup-db-users',
  stage: 'setup_db_users',
  consumes: [ClusterAvailable],
  emits: [UsersConfigured],
  hints: [passwordReset, passwordNotReset],
  failureImpact: 'restored clusters are up, but applications cannot log in to them',
  timeoutSeconds: 900,
  checksAgain: true,
  reachesDatabase: true,
  permissions: [
    {
      actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances', 'rds:DescribeEvents'],
      on: 'everything',
    },
    { actions: ['rds:ModifyDBCluster'], on: 'tagged-clusters' },
    /** What RDS does in the caller's name where it is to manage the master password. */
    { actions: ['kms:DescribeKey'], on: 'keys' },
    {
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:TagResource',
        'secretsmanager:GetSecretValue',
      ],
      on: 'managed-secrets',
    },
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

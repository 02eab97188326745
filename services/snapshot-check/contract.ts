import {
  RestorePlanned,
  RestoreRejected,
  RestoreRequested,
  SnapshotVerified,
} from '../../events/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'snapshot-check',
  stage: 'check_snapshot',
  consumes: [RestoreRequested],
  emits: [SnapshotVerified, RestorePlanned, RestoreRejected],
  failureImpact: 'no restore begins; nothing has been touched',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [
    {
      actions: [
        'rds:DescribeDBClusters',
        'rds:DescribeDBInstances',
        'rds:DescribeDBClusterSnapshots',
        'rds:DescribeDBSubnetGroups',
        'rds:DescribeDBClusterParameterGroups',
        'rds:DescribeDBParameterGroups',
        'rds:DescribeDBEngineVersions',
        'rds:DescribeOrderableDBInstanceOptions',
        'rds:DescribeAccountAttributes',
        'ec2:DescribeSecurityGroups',
      ],
      on: 'everything',
    },
    { actions: ['kms:DescribeKey'], on: 'described-keys-anywhere' },
    { actions: ['kms:CreateGrant'], on: 'keys-on-trial' },
    { actions: ['sts:AssumeRole'], on: 'source-roles' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'master-secret' },
  ],
});

import { expect, test } from 'vitest';
import { shownClusterOf, shownInstanceOf } from './shown.ts';

test('a cluster is shown as a request would ask for it', () => {
  const shown = shownClusterOf({
    DeletionProtection: true,
    DBSubnetGroup: 'private',
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-2' }, { VpcSecurityGroupId: 'sg-1' }],
    DBClusterParameterGroup: 'shop',
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
    Port: 3307,
    BackupRetentionPeriod: 7,
    EnabledCloudwatchLogsExports: ['error', 'audit'],
    IAMDatabaseAuthenticationEnabled: true,
    TagList: [
      { Key: 'team', Value: 'shop' },
      { Key: 'aws:cloudformation:stack-name', Value: 'x' },
      { Key: 'rds:something', Value: 'x' },
      { Key: 'aurora-restore:managed', Value: 'true' },
    ],
  });

  expect(shown).toMatchObject({
    deletion_protection: true,
    db_subnet_group_name: 'private',
    vpc_security_group_ids: ['sg-1', 'sg-2'],
    db_cluster_parameter_group_name: 'shop',
    serverless_v2_scaling: { min_capacity: 0.5, max_capacity: 4 },
    port: 3307,
    backup_retention_period: 7,
    enable_cloudwatch_logs_exports: ['audit', 'error'],
    enable_iam_database_authentication: true,
    tags: { team: 'shop' },
  });
});

test('what is left out for none is said, what is unknown is not', () => {
  expect(shownClusterOf({})).toMatchObject({
    deletion_protection: false,
    enable_cloudwatch_logs_exports: [],
    enable_iam_database_authentication: false,
    serverless_v2_scaling: undefined,
    port: undefined,
    not_given_back: [],
  });
});

test('what no restored cluster is given is told in words', () => {
  const { not_given_back } = shownClusterOf({
    AssociatedRoles: [{ RoleArn: 'arn:role', FeatureName: 's3Import' }, { RoleArn: 'arn:other' }],
    CustomEndpoints: ['reports'],
    BacktrackWindow: 3600,
    HttpEndpointEnabled: true,
  });

  expect(not_given_back).toEqual([
    'IAM role arn:role (s3Import)',
    'IAM role arn:other',
    'custom endpoint reports',
    'backtracking over 3600 seconds',
    'the Data API',
  ]);
});

test('an instance is shown as a request would ask for it', () => {
  const shown = shownInstanceOf({
    DBInstanceIdentifier: 'target-1',
    DBInstanceClass: 'db.r6g.large',
    DBParameterGroups: [{ DBParameterGroupName: 'shop', ParameterApplyStatus: 'in-sync' }],
    AvailabilityZone: 'eu-west-1b',
    PerformanceInsightsEnabled: true,
    PubliclyAccessible: true,
  });

  expect(shown).toMatchObject({
    id: 'target-1',
    instance_class: 'db.r6g.large',
    db_parameter_group_name: 'shop',
    availability_zone: 'eu-west-1b',
    enable_performance_insights: true,
    publicly_accessible: true,
    monitoring_interval: 0,
    tags: {},
  });
});

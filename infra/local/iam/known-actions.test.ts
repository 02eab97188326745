import { expect, test } from 'vitest';
import { unknownActions, unknownConditionKeys } from './known-actions.fixture.ts';

test('actions that AWS does not have are found', async () => {
  const actions = ['sqs:SendMessage', 'sqs:SendMessageBatch', 'rds:DescribeDBClusters'];

  expect(await unknownActions(actions)).toEqual(['sqs:SendMessageBatch']);
});

test('condition keys that AWS does not have for an action are named', async () => {
  expect(await unknownConditionKeys(['rds:DeleteDBCluster'], 'aws:ResourceTag/team')).toEqual([]);
  expect(await unknownConditionKeys(['rds:CreateDBInstance'], 'rds:PubliclyAccessible')).toEqual(
    [],
  );
  expect(await unknownConditionKeys(['rds:DeleteDBCluster'], 'aws:RequestTag/team')).toEqual([
    'rds:DeleteDBCluster aws:RequestTag/team',
  ]);
});

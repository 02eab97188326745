import { expect, test } from 'vitest';
import { unknownActions } from './known-actions.fixture.ts';

test('actions that AWS does not have are found', async () => {
  const actions = ['sqs:SendMessage', 'sqs:SendMessageBatch', 'rds:DescribeDBClusters'];

  expect(await unknownActions(actions)).toEqual(['sqs:SendMessageBatch']);
});

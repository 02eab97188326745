import { expect, test } from 'vitest';
import { clusterOf } from '../../shared/aurora/cluster.ts';
import { failedWith } from '../../shared/operation/operation.fixture.ts';
import { leftOf } from './left.ts';

const cluster = (resourceId: string, operationId: string) =>
  clusterOf(
    {
      DBClusterIdentifier: 'orders',
      DBClusterArn: 'arn:orders',
      DbClusterResourceId: resourceId,
      Status: 'available',
      Engine: 'aurora-mysql',
      TagList: [{ Key: 'aurora-restore:operation-id', Value: operationId }],
    },
    'dev',
  );

const operation = failedWith({
  operation_id: 'op-1',
  resources: {
    'cluster-1': {
      kind: 'cluster',
      id: 'orders',
      resource_id: 'cluster-A',
      role: 'target',
      attempt: 1,
    },
    'copy-1': { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 1 },
  },
});

const nothing = { instance: async () => undefined, snapshot: async () => undefined };

test.each([
  ['there', 'cluster-A', 'op-1'],
  ['another', 'cluster-B', 'op-1'],
  ['another', 'cluster-A', 'op-2'],
])('a cluster is %s: %s of %s', async (fate, resourceId, operationId) => {
  const aurora = { ...nothing, cluster: async () => cluster(resourceId, operationId) };

  expect(await leftOf(aurora, operation)).toMatchObject([{ id: 'orders', fate }, { fate: 'gone' }]);
});

test('what RDS does not tell is unknown, and the rest is told', async () => {
  const denied = async () => {
    throw new Error('not authorized to perform rds:DescribeDBClusters');
  };

  expect(await leftOf({ ...nothing, cluster: denied }, operation)).toMatchObject([
    { id: 'orders', fate: 'unknown', status: expect.stringContaining('not authorized') },
    { id: 'copy', fate: 'gone' },
  ]);
});

test('what is in another account is not looked for here, where its name means something else', async () => {
  const arn = 'arn:aws:rds:us-east-1:111122223333:cluster-snapshot:copy-there';
  const sourceCopy = {
    kind: 'cluster-snapshot',
    id: 'copy-there',
    arn,
    role: 'source_copy',
    attempt: 1,
  } as const;
  const looked: string[] = [];
  const snapshot = async (id: string) => {
    looked.push(id);
    return undefined;
  };
  const elsewhere = failedWith({
    operation_id: 'op-1',
    resources: {
      'source-copy-1': sourceCopy,
      'share-1': {
        ...sourceCopy,
        role: 'share',
        id: arn,
        shared_with: '444455556666',
        deleted: true,
      },
    },
  });

  const left = await leftOf({ ...nothing, cluster: async () => undefined, snapshot }, elsewhere);

  expect(left).toMatchObject([
    { id: 'copy-there', fate: 'elsewhere', undo: { account_id: '111122223333' } },
    { id: arn, fate: 'gone' },
  ]);
  expect(looked).toEqual([]);
});

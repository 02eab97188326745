import { expect, test } from 'vitest';
import { failedWith } from '../../shared/operation/operation.fixture.ts';
import { leftElsewhere } from './elsewhere.ts';

const arn = 'arn:aws:rds:us-east-1:111122223333:cluster-snapshot:shop-1';
const share = {
  kind: 'cluster-snapshot',
  id: arn,
  arn,
  role: 'share',
  attempt: 1,
  shared_with: '444455556666',
} as const;

test('what failed and cancelled operations left in other accounts is told of, and nothing else', async () => {
  const failed = failedWith({
    operation_id: 'op-failed',
    resources: {
      'share-1': share,
      'share-0': { ...share, id: `${arn}-0`, deleted: true },
      'copy-1': { kind: 'cluster-snapshot', id: 'copy', role: 'copy', attempt: 1 },
    },
  });
  const cancelled = failedWith({ operation_id: 'op-cancelled', resources: { 'share-1': share } });
  const operations = {
    withStatus: async (status: string) =>
      status === 'failed' ? [failed] : status === 'cancelled' ? [cancelled] : [],
  };

  const left = await leftElsewhere(operations);

  expect(left).toMatchObject([
    { operation_id: 'op-failed', role: 'share', arn, undo: { account_id: '111122223333' } },
    { operation_id: 'op-cancelled', role: 'share', arn },
  ]);
});

import { expect, test } from 'vitest';
import type { Resource } from '../shared/operation/operation.ts';
import { undoLines, undoOf } from './undo.ts';

const arn = 'arn:aws:rds:us-east-1:111122223333:cluster-snapshot:shop-1';
const share: Resource = {
  kind: 'cluster-snapshot',
  id: arn,
  arn,
  role: 'share',
  attempt: 1,
  shared_with: '444455556666',
};

test('a share is undone by whoever has the snapshot’s account', () => {
  expect(undoOf(share)).toEqual({
    account_id: '111122223333',
    command:
      'aws rds modify-db-cluster-snapshot-attribute --region us-east-1 --db-cluster-snapshot-identifier shop-1 --attribute-name restore --values-to-remove 444455556666',
  });
});

test('a copy in the source’s account is deleted there', () => {
  expect(undoOf({ ...share, role: 'source_copy', id: 'shop-1' }).command).toBe(
    'aws rds delete-db-cluster-snapshot --region us-east-1 --db-cluster-snapshot-identifier shop-1',
  );
});

test('what there is to do is told by account', () => {
  const others = { ...share, arn: arn.replace('111122223333', '777788889999') };

  const lines = undoLines([share, others, share].map(undoOf));

  expect(lines.filter((line) => line.includes('In account'))).toHaveLength(2);
  expect(lines.filter((line) => line.includes('aws rds'))).toHaveLength(3);
  expect(undoLines([])).toEqual([]);
});

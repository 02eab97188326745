import { expect, test } from 'vitest';
import { rdsArn } from './arn.ts';

test('an ARN says where the resource is, and of which kind and name', () => {
  expect(
    rdsArn('arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:rds:shop-2026-11-20-03-07'),
  ).toEqual({
    partition: 'aws',
    region: 'eu-west-1',
    account_id: '111122223333',
    kind: 'cluster-snapshot',
    name: 'rds:shop-2026-11-20-03-07',
  });
});

test('a name is no ARN, an automated one neither', () => {
  expect(rdsArn('nightly')).toBeUndefined();
  expect(rdsArn('rds:shop-2026-11-20-03-07')).toBeUndefined();
});

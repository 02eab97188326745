import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { onlyShared } from './only-shared.ts';
import { type Answered, rdsEndpoint } from './rds-endpoint.fixture.ts';
import { sourceSide } from './source.ts';

const place = { account_id: '111122223333', region: 'us-east-1' };
const arn = (account: string, name: string) =>
  `arn:aws:rds:us-east-1:${account}:cluster-snapshot:${name}`;

function open(answer: Answered) {
  const { config, asked } = rdsEndpoint(answer);
  const rds = new RDSClient(config);
  const kms = new KMSClient({ region: 'us-east-1' });
  return {
    side: onlyShared(sourceSide({ rds, oneAttempt: rds, kms }, 'dev'), rds, place, 'dev'),
    asked,
  };
}

const shared = (account: string, name: string, cluster: string) => `<DBClusterSnapshot>
  <DBClusterSnapshotIdentifier>${arn(account, name)}</DBClusterSnapshotIdentifier>
  <DBClusterSnapshotArn>${arn(account, name)}</DBClusterSnapshotArn><Status>available</Status>
  <DBClusterIdentifier>${cluster}</DBClusterIdentifier>
  <SnapshotType>shared</SnapshotType><Engine>aurora-mysql</Engine>
</DBClusterSnapshot>`;

test('a name means a snapshot of that account, never one’s own', async () => {
  const { side, asked } = open(
    `<DBClusterSnapshots>${shared('111122223333', 'shop-1', 'shop')}</DBClusterSnapshots>`,
  );

  const found = await side.snapshot('shop-1');

  expect(found).toMatchObject({ arn: arn('111122223333', 'shop-1'), type: 'shared' });
  expect(asked[0]?.parameters).toEqual({
    DBClusterSnapshotIdentifier: arn('111122223333', 'shop-1'),
    IncludeShared: 'true',
  });
});

test('the snapshots of a cluster are those that this account shares, not a namesake’s', async () => {
  const { side, asked } = open(
    `<DBClusterSnapshots>
      ${shared('111122223333', 'shop-1', 'shop')}
      ${shared('111122223333', 'orders-1', 'orders')}
      ${shared('444455556666', 'shop-1', 'shop')}
    </DBClusterSnapshots>`,
  );

  const found = await side.snapshotsOf('shop');

  expect(found.map((one) => one.arn)).toEqual([arn('111122223333', 'shop-1')]);
  expect(asked[0]?.parameters).toEqual({ SnapshotType: 'shared' });
});

import { RDSClient } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { copiesInProgress } from './copies-in-progress.ts';
import { rdsEndpoint } from './rds-endpoint.fixture.ts';

const arn = (id: string, region = 'eu-west-1', account = '123456789012') =>
  `arn:aws:rds:${region}:${account}:cluster-snapshot:${id}`;

const snapshot = (id: string, status: string, source?: string) =>
  `<DBClusterSnapshot><DBClusterSnapshotIdentifier>${id}</DBClusterSnapshotIdentifier>
   <DBClusterSnapshotArn>${arn(id)}</DBClusterSnapshotArn><Status>${status}</Status>
   <PercentProgress>30</PercentProgress>
   ${source ? `<SourceDBClusterSnapshotArn>${source}</SourceDBClusterSnapshotArn>` : ''}</DBClusterSnapshot>`;

const page = (snapshots: readonly string[], marker = '') =>
  `${marker && `<Marker>${marker}</Marker>`}<DBClusterSnapshots>${snapshots.join('')}</DBClusterSnapshots>`;

test('copies from other regions that are being made are told, on whatever page', async () => {
  const shared = arn('theirs', 'us-east-1', '999988887777');
  const { config, asked } = rdsEndpoint(
    page([snapshot('one', 'copying', arn('first', 'us-east-1'))], 'more'),
    page([snapshot('two', 'copying', shared)]),
  );

  const copies = await copiesInProgress(new RDSClient(config))();

  expect(copies).toEqual([
    { id: 'one', source_arn: arn('first', 'us-east-1'), progress: 30 },
    { id: 'two', source_arn: shared, progress: 30 },
  ]);
  expect(asked.map(({ parameters }) => parameters)).toEqual([
    { SnapshotType: 'manual' },
    { SnapshotType: 'manual', Marker: 'more' },
  ]);
});

test.each([
  ['a copy that is finished', 'available', arn('first', 'us-east-1')],
  ['a copy from here', 'copying', arn('first')],
  ['a snapshot that is being taken', 'creating', undefined],
])('%s does not count', async (_, status, source) => {
  const { config } = rdsEndpoint(page([snapshot('other', status, source)]));

  expect(await copiesInProgress(new RDSClient(config))()).toEqual([]);
});

test('a throttled look is made again later', async () => {
  const { config } = rdsEndpoint({ error: 'Throttling' });
  const client = new RDSClient({ ...config, maxAttempts: 1 });

  await expect(copiesInProgress(client)()).rejects.toMatchObject({ name: 'NotYet' });
});

import { RDSClient } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { quotas } from './quotas.ts';
import { rdsEndpoint } from './rds-endpoint.fixture.ts';

const quota = (name: string, used: number, max: number) =>
  `<AccountQuota><AccountQuotaName>${name}</AccountQuotaName><Used>${used}</Used><Max>${max}</Max></AccountQuota>`;

/** What is exceeded by a restore that needs one cluster, two instances and a snapshot. */
function exceeded(account: readonly string[], needed = {}) {
  const { config } = rdsEndpoint(`<AccountQuotas>${account.join('')}</AccountQuotas>`);
  const look = quotas(new RDSClient(config));
  return look({ clusters: 1, instances: 2, manual_snapshots: 1, ...needed });
}

test('what just fits exceeds nothing', async () => {
  const account = [
    quota('DBClusters', 39, 40),
    quota('DBInstances', 38, 40),
    quota('ManualClusterSnapshots', 99, 100),
  ];

  expect(await exceeded(account)).toEqual([]);
});

test('every quota that a restore would exceed is told, with what it needs', async () => {
  const account = [
    quota('DBClusters', 40, 40),
    quota('DBInstances', 39, 40),
    quota('ManualClusterSnapshots', 100, 100),
  ];

  expect(await exceeded(account)).toEqual(
    [
      'quota DBClusters: 40 of 40 are used, and the restore needs 1 more',
      'quota DBInstances: 39 of 40 are used, and the restore needs 2 more',
      'quota ManualClusterSnapshots: 100 of 100 are used, and the restore needs 1 more',
    ].map((message) => ({ code: 'QUOTA_EXCEEDED', message })),
  );
});

test('what a restore does not need, and what is not told, is no obstacle', async () => {
  const account = [
    quota('DBClusters', 41, 40),
    quota('DBInstances', 41, 40),
    quota('ManualSnapshots', 100, 100),
    '<AccountQuota><AccountQuotaName>ManualClusterSnapshots</AccountQuotaName></AccountQuota>',
  ];

  expect(await exceeded(account, { clusters: 0, instances: -1 })).toEqual([]);
});

test('a denied look is no verdict', async () => {
  const { config } = rdsEndpoint({ error: 'AccessDenied' });

  await expect(
    quotas(new RDSClient(config))({ clusters: 1, instances: 1, manual_snapshots: 0 }),
  ).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { createCluster, dataOf, describe, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import { elsewhere } from '../fixtures/elsewhere.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

const REGION = 'eu-west-1';
const SNAPSHOT = 'nightly';

let environment: RestoreEnvironment;
let there: ReturnType<typeof elsewhere>;
let key: string;
let inTheSnapshot: Fingerprint;

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  there = elsewhere(environment, { accountId: environment.accountId, region: REGION });
  key = await environment.createKey();
  await createCluster(there, 'shop', { key: await there.createKey() });
  await onDatabase(there, 'shop', (connection) => connection.query('CREATE DATABASE shop'));
  inTheSnapshot = await dataOf(there, 'shop');
  await takeSnapshot(there, 'shop', SNAPSHOT);
});

afterAll(() => environment?.close());

test('a snapshot of another region is copied here under another key, and restored with equal data', async () => {
  await environment.request({
    operation_id: 'from-region',
    snapshot_name: SNAPSHOT,
    source_region: REGION,
    target_cluster_id: 'from-region',
    kms_key_id: key,
  });
  const { restore_from } = await environment.settled('from-region', 'completed');

  expect(await dataOf(environment, 'from-region')).toEqual(inTheSnapshot);
  expect((await describe(environment.rds, 'from-region')).KmsKeyId).toBe(key);
  expect(restore_from).toContain(`:${environment.region}:`);
  expect(await there.snapshots()).toEqual([SNAPSHOT]);
});

test('an automated snapshot of another region is copied under a name that RDS takes', async () => {
  const automated = there.steer.takeAutomatedSnapshot('shop');
  await environment.rest();

  await environment.request({
    operation_id: 'automated',
    snapshot_name: there.snapshotArn(automated),
    target_cluster_id: 'from-automated',
    kms_key_id: key,
  });
  await environment.settled('automated', 'completed');

  expect(automated).toContain(':');
  expect(await dataOf(environment, 'from-automated')).toEqual(inTheSnapshot);
});

test('six restores from another region at once wait for each other’s copies, and all complete', async () => {
  const ids = [1, 2, 3, 4, 5, 6].map((number) => `six-${number}`);
  environment.steer.setDurations({ copySnapshot: 20 * 60_000 });

  await Promise.all(
    ids.map((id) =>
      environment.request({
        operation_id: id,
        snapshot_name: SNAPSHOT,
        source_region: REGION,
        target_cluster_id: id,
        kms_key_id: key,
      }),
    ),
  );
  const operations = await Promise.all(ids.map((id) => environment.settled(id, 'completed')));

  const waited = operations.filter(({ stages }) => (stages.copy_snapshot?.checks ?? 0) > 0);
  expect(waited).toHaveLength(1);
  for (const id of ids) expect(await dataOf(environment, id), id).toEqual(inTheSnapshot);
});

import { CreateAliasCommand } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { noFaults } from '../../infra/local/faults.ts';
import { autoRestored, nameOf } from '../fixtures/auto-restored.ts';
import { createCluster, dataOf, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLetters } from '../fixtures/dead-letters.ts';
import { elsewhere } from '../fixtures/elsewhere.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';

const HERE = { accountId: '000000000000', region: 'us-east-1' };
const OTHER_ACCOUNT = { accountId: '111122223333', region: 'eu-west-1' };
const OTHER_REGION = { accountId: HERE.accountId, region: 'us-west-2' };
/** A key here, for what lies under another one there. */
const KEY = 'alias/for-restores';
const MINUTE_MS = 60_000;

let environment: RestoreEnvironment;
let rules: ReturnType<typeof autoRestored>;

const rule = (name: string, source: object, target: string, more: object = {}) => ({
  name,
  source,
  snapshots: 'any',
  request: { target_cluster_id: target },
  ...more,
});
const underKey = (target: string) => ({ request: { target_cluster_id: target, kms_key_id: KEY } });
const at = ({ accountId: account_id, region }: typeof HERE) => ({ account_id, region });

beforeAll(async () => {
  environment = await startRestoreEnvironment({
    assembly: synthesize('auto-restore', {
      source_accounts: [
        { account_id: OTHER_ACCOUNT.accountId, external_id: 'told-only-to-us', share: true },
      ],
      pipeline: at(HERE),
      source_regions: {
        [OTHER_ACCOUNT.accountId]: [OTHER_ACCOUNT.region],
        [OTHER_REGION.accountId]: [OTHER_REGION.region],
      },
      auto_restores: [
        rule('manual', { cluster_id: 'orders' }, 'orders-copy', { snapshots: 'manual' }),
        rule('nightly', { cluster_id: 'billing' }, 'billing-copy', {
          snapshots: 'automated',
          look_after_minutes: 90,
        }),
        rule('rarely', { cluster_id: 'stock' }, 'stock-copy', { at_most_every_minutes: 30 }),
        rule('account', { cluster_id: 'shop', ...at(OTHER_ACCOUNT) }, '', underKey('of-account')),
        rule(
          'region',
          { cluster_id: 'shop', region: OTHER_REGION.region },
          '',
          underKey('of-region'),
        ),
      ],
    }),
  });
  rules = autoRestored(environment);
  const TargetKeyId = await environment.createKey();
  await environment.kms.send(new CreateAliasCommand({ AliasName: KEY, TargetKeyId }));
  /** Until the rules are known. */
  await environment.rest(6 * MINUTE_MS);
});

afterEach(() => environment.disturb(noFaults));
afterAll(() => environment?.close());

/** The policy of another account's key, which lets this one in. */
const usableHere = JSON.stringify({
  Version: '2012-10-17',
  Statement: [OTHER_ACCOUNT, HERE].map(({ accountId }) => ({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  })),
});

/** A cluster with data of its own. */
async function populate(id: string, there: RestoreEnvironment = environment, key?: string) {
  await createCluster(there, id, key ? { key } : {});
  await onDatabase(there, id, (connection) => connection.query(`CREATE DATABASE of_${id}`));
  return await dataOf(there, id);
}

test('a snapshot that somebody takes is restored by itself, once', async () => {
  const data = await populate('orders');

  await takeSnapshot(environment, 'orders', 'before-migration');

  const [operation] = await rules.restored('manual');
  expect(operation).toMatchObject({
    operation_id: expect.stringMatching(/^auto-manual-[0-9a-f]{14}$/),
    request: {
      snapshot_name: 'arn:aws:rds:us-east-1:000000000000:cluster-snapshot:before-migration',
      target_cluster_id: 'orders-copy',
    },
  });
  expect(await dataOf(environment, 'orders-copy')).toEqual(data);
});

test('an automated snapshot of which every event comes twice is restored once', async () => {
  const data = await populate('billing');
  environment.disturb(({ boundary }) =>
    boundary === 'native-event' || boundary === 'event' ? [{ kind: 'repeat', times: 1 }] : [],
  );

  environment.steer.takeAutomatedSnapshot('billing');

  await rules.restored('nightly');
  expect(await dataOf(environment, 'billing-copy')).toEqual(data);
});

test('a snapshot whose event is lost is restored all the same, later', async () => {
  environment.disturb(({ boundary }) => (boundary === 'native-event' ? [{ kind: 'drop' }] : []));

  const name = environment.steer.takeAutomatedSnapshot('billing');
  await environment.rest(30 * MINUTE_MS);
  expect(await rules.operationsOf('nightly')).toHaveLength(1);
  environment.disturb(noFaults);
  const operations = await rules.restored('nightly', 2);

  expect(operations.map(nameOf).at(-1)).toBe(name);
});

test('of several snapshots in one period the first is restored, and at its end the newest', async () => {
  await populate('stock');
  for (const name of ['stock-1', 'stock-2', 'stock-3'])
    await takeSnapshot(environment, 'stock', name);
  const first = await rules.restored('rarely');

  const operations = await rules.restored('rarely', 2);

  expect(first.map(nameOf)).toEqual(['stock-1']);
  expect(operations.map(nameOf)).toEqual(['stock-1', 'stock-3']);
});

test('a snapshot of another account, told of by a forwarded event, is restored here', async () => {
  const there = elsewhere(environment, OTHER_ACCOUNT);
  const data = await populate('shop', there, await there.createKey(usableHere));

  await takeSnapshot(there, 'shop', 'of-account');

  await rules.restored('account');
  expect(await dataOf(environment, 'of-account')).toEqual(data);
});

test('a snapshot of another region, told of by a forwarded event, is restored here', async () => {
  const there = elsewhere(environment, OTHER_REGION);
  const data = await populate('shop', there, await there.createKey());

  await takeSnapshot(there, 'shop', 'of-region');

  await rules.restored('region');
  expect(await dataOf(environment, 'of-region')).toEqual(data);
});

test('nothing ended in a dead-letter queue', () => {
  expect(deadLetters(environment)).toEqual([]);
});

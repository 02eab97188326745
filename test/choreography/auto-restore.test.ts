import { CreateAliasCommand } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { noFaults } from '../../infra/local/faults.ts';
import { statuses } from '../../shared/operation/operation.ts';
import { createCluster, dataOf, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import { deadLetters } from '../fixtures/dead-letters.ts';
import { elsewhere } from '../fixtures/elsewhere.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';
import { until } from '../fixtures/until.ts';

const HERE = { accountId: '000000000000', region: 'us-east-1' };
const OTHER_ACCOUNT = { accountId: '111122223333', region: 'eu-west-1' };
const OTHER_REGION = { accountId: HERE.accountId, region: 'us-west-2' };
/** A key here, for what lies under another one there. */
const KEY = 'alias/for-restores';
const HOUR_MS = 3600_000;

let environment: RestoreEnvironment;
let key: string;

const rule = (name: string, source: object, target_cluster_id: string, more: object = {}) => ({
  name,
  source,
  snapshots: 'any',
  request: { target_cluster_id },
  ...more,
});

beforeAll(async () => {
  environment = await startRestoreEnvironment({
    assembly: synthesize('auto-restore', {
      source_accounts: [
        {
          account_id: OTHER_ACCOUNT.accountId,
          external_id: 'told-only-to-us',
          share: true,
        },
      ],
      pipeline: { account_id: HERE.accountId, region: HERE.region },
      source_regions: {
        [OTHER_ACCOUNT.accountId]: [OTHER_ACCOUNT.region],
        [OTHER_REGION.accountId]: [OTHER_REGION.region],
      },
      auto_restores: [
        rule('manual', { cluster_id: 'orders' }, 'orders-copy', { snapshots: 'manual' }),
        rule('nightly', { cluster_id: 'billing' }, 'billing-copy', { snapshots: 'automated' }),
        rule('daily', { cluster_id: 'stock' }, 'stock-copy', { at_most_every_minutes: 1440 }),
        rule('everything', { snapshot_pattern: '*' }, 'mirror-{source_cluster_id}'),
        rule(
          'account',
          { cluster_id: 'shop', account_id: OTHER_ACCOUNT.accountId, region: OTHER_ACCOUNT.region },
          'shop-of-account',
          { request: { target_cluster_id: 'shop-of-account', kms_key_id: KEY } },
        ),
        rule('region', { cluster_id: 'shop', region: OTHER_REGION.region }, 'shop-of-region', {
          request: { target_cluster_id: 'shop-of-region', kms_key_id: KEY },
        }),
      ],
    }),
  });
  key = await environment.createKey();
  await environment.kms.send(new CreateAliasCommand({ AliasName: KEY, TargetKeyId: key }));
  /** The rules are known. */
  await environment.rest(10 * 60_000);
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

/** The operations of a rule, in the order of their beginning. */
async function operationsOf(name: string) {
  const all = await Promise.all(
    statuses.map((status) => environment.operations.withStatus(status, 100)),
  );
  return all
    .flat()
    .filter(({ request }) => request.requested_by === `auto-restore rule ${name}`)
    .sort((a, b) => a.start_time.localeCompare(b.start_time));
}

/** Once so many restores of a rule are over, and nothing more comes of it for a while. */
async function restored(name: string, count = 1) {
  await until(environment.clock, async () => {
    const over = (await operationsOf(name)).filter(({ end_time }) => end_time !== undefined);
    return over.length >= count;
  });
  await environment.rest(HOUR_MS);
  const operations = await operationsOf(name);
  expect(operations.map(({ status, error }) => error ?? status)).toEqual(
    Array.from({ length: count }, () => 'completed'),
  );
  return operations;
}

const nameOf = ({ request }: { request: Record<string, unknown> }) =>
  `${request.snapshot_name}`.replace(/^.*:cluster-snapshot:/, '');

async function cluster(id: string, at: RestoreEnvironment = environment, encrypted?: string) {
  await createCluster(at, id, encrypted ? { key: encrypted } : {});
  await onDatabase(at, id, (connection) =>
    connection.query(`CREATE DATABASE of_${id.replaceAll('-', '_')}`),
  );
  return await dataOf(at, id);
}

test('a snapshot that somebody takes is restored by itself, once', async () => {
  const data = await cluster('orders');

  await takeSnapshot(environment, 'orders', 'before-migration');

  const [operation] = await restored('manual');
  expect(operation).toMatchObject({
    operation_id: expect.stringMatching(/^auto-manual-[0-9a-f]{14}$/),
    request: {
      snapshot_name: `arn:aws:rds:us-east-1:000000000000:cluster-snapshot:before-migration`,
      target_cluster_id: 'orders-copy',
    },
  });
  expect(await dataOf(environment, 'orders-copy')).toEqual(data);
});

test('an automated snapshot of which every event comes twice is restored once', async () => {
  const data = await cluster('billing');
  environment.disturb(({ boundary }) =>
    boundary === 'native-event' || boundary === 'event' ? [{ kind: 'repeat', times: 1 }] : [],
  );

  environment.steer.takeAutomatedSnapshot('billing');

  await restored('nightly');
  expect(await dataOf(environment, 'billing-copy')).toEqual(data);
});

test('a snapshot whose event is lost is restored all the same, later', async () => {
  environment.disturb(({ boundary }) => (boundary === 'native-event' ? [{ kind: 'drop' }] : []));
  const before = environment.clock.now();

  const name = environment.steer.takeAutomatedSnapshot('billing');
  await environment.rest(20 * HOUR_MS);
  expect(await operationsOf('nightly')).toHaveLength(1);
  const operations = await restored('nightly', 2);

  expect(operations.map(nameOf).at(-1)).toBe(name);
  expect(environment.clock.now() - before).toBeGreaterThan(24 * HOUR_MS);
});

test('of several snapshots in one period the first is restored, and at its end the newest', async () => {
  await cluster('stock');
  for (const name of ['stock-1', 'stock-2', 'stock-3']) {
    await takeSnapshot(environment, 'stock', name);
    await environment.rest(HOUR_MS);
  }
  expect((await restored('daily')).map(nameOf)).toEqual(['stock-1']);

  const operations = await restored('daily', 2);

  expect(operations.map(nameOf)).toEqual(['stock-1', 'stock-3']);
});

test('what the pipeline makes itself starts nothing, even by a rule that takes everything', async () => {
  await cluster('origin', environment, await environment.createKey());
  await createCluster(environment, 'replaced', { managed: true });
  await takeSnapshot(environment, 'origin', 'by-hand');
  await environment.rest(HOUR_MS);
  const before = (await operationsOf('everything')).map(nameOf);

  await environment.request({
    operation_id: 'replacing',
    snapshot_name: 'by-hand',
    target_cluster_id: 'replaced',
    kms_key_id: key,
    archive: 'keep',
  });
  const { resources } = await environment.settled('replacing', 'completed');
  await environment.rest(30 * HOUR_MS);

  const made = Object.values(resources).filter(({ kind }) => kind === 'cluster-snapshot');
  expect(made.map(({ role }) => role).sort()).toEqual(['copy', 'final_snapshot']);
  expect(before).toContain('by-hand');
  const names = (await operationsOf('everything')).map(nameOf);
  for (const { id } of made) expect(names).not.toContain(id);
  expect(names).toEqual(before);
});

test('a snapshot of another account, told of by a forwarded event, is restored here', async () => {
  const there = elsewhere(environment, OTHER_ACCOUNT);
  const data = await cluster('shop', there, await there.createKey(usableHere));

  await takeSnapshot(there, 'shop', 'of-account');

  await restored('account');
  expect(await dataOf(environment, 'shop-of-account')).toEqual(data);
});

test('a snapshot of another region, told of by a forwarded event, is restored here', async () => {
  const there = elsewhere(environment, OTHER_REGION);
  const data = await cluster('shop', there, await there.createKey());

  await takeSnapshot(there, 'shop', 'of-region');

  await restored('region');
  expect(await dataOf(environment, 'shop-of-region')).toEqual(data);
});

test('nothing ended in a dead-letter queue', () => {
  expect(deadLetters(environment)).toEqual([]);
});

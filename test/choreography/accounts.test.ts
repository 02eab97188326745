import { readFileSync } from 'node:fs';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateAliasCommand } from '@aws-sdk/client-kms';
import { ModifyDBClusterSnapshotAttributeCommand } from '@aws-sdk/client-rds';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whatIsLeft } from '../../cli/cancel/what-is-left.ts';
import { noFaults } from '../../infra/local/faults.ts';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { ServiceError } from '../../infra/local/service.ts';
import { createCluster, dataOf, describe, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import { redrive } from '../fixtures/dead-letters.ts';
import { elsewhere } from '../fixtures/elsewhere.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { synthesize } from '../fixtures/synthesize.ts';

const HERE = { accountId: '000000000000', region: 'us-east-1' };
/** It shares by hand, and lets nobody else share. */
const CAREFUL = { accountId: '111122223333', region: 'us-east-1' };
/** It lets the pipeline share, and make copies for that. */
const GENEROUS = { accountId: '444455556666', region: 'eu-west-1' };
/** It knows nothing of the pipeline. */
const STRANGE = { accountId: '777788889999', region: 'eu-west-1' };
/** It is configured, but has no stack. */
const ABSENT = { accountId: '666677778888', region: 'eu-west-1' };
const EXTRA_KEY = `arn:aws:kms:${GENEROUS.region}:${GENEROUS.accountId}:alias/for-copies`;
const SNAPSHOT = 'nightly';

let environment: RestoreEnvironment;
let key: string;
const data = new Map<string, Fingerprint>();

const deployment = {
  source_accounts: [
    { account_id: CAREFUL.accountId, external_id: 'told-only-to-us' },
    { account_id: ABSENT.accountId, external_id: 'told-to-nobody' },
    {
      account_id: GENEROUS.accountId,
      external_id: 'told-only-to-us-too',
      share: true,
      extra_copy_kms_key_ids: { [GENEROUS.region]: EXTRA_KEY },
    },
  ],
  pipeline: { account_id: HERE.accountId, region: HERE.region },
  source_regions: {
    [CAREFUL.accountId]: [CAREFUL.region],
    [GENEROUS.accountId]: [GENEROUS.region],
  },
};

const documentation = readFileSync(new URL('../../docs/accounts.md', import.meta.url), 'utf8');

/** A key's policy that lets IAM of its own account decide, and the pipeline in as the documentation says. */
const usableHere = ({ accountId }: typeof HERE) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      JSON.parse(
        (/^```json\n(\{\n {2}"Sid"[^`]*)```$/m.exec(documentation)?.[1] ?? '')
          .replaceAll('444455556666', HERE.accountId)
          .replaceAll('eu-west-1', HERE.region),
      ),
    ],
  });

const at = (place: typeof HERE) => elsewhere(environment, place);

/** A cluster with data of its own there, and a snapshot of it. */
async function populate(place: typeof HERE, key: string): Promise<void> {
  const there = at(place);
  const cluster = 'shop';
  await createCluster(there, cluster, { key });
  await onDatabase(there, cluster, (connection) =>
    connection.query(`CREATE DATABASE of_${place.accountId}`),
  );
  data.set(place.accountId, await dataOf(there, cluster));
  await takeSnapshot(there, cluster, SNAPSHOT);
}

const shareByHand = (place: typeof HERE, name: string) =>
  at(place).rds.send(
    new ModifyDBClusterSnapshotAttributeCommand({
      DBClusterSnapshotIdentifier: name,
      AttributeName: 'restore',
      ValuesToAdd: [HERE.accountId],
    }),
  );

beforeAll(async () => {
  environment = await startRestoreEnvironment({ assembly: synthesize('accounts', deployment) });
  key = await environment.createKey();
  for (const place of [CAREFUL, GENEROUS, STRANGE])
    await populate(place, await at(place).createKey(usableHere(place)));
  const TargetKeyId = await at(GENEROUS).createKey(usableHere(GENEROUS));
  await at(GENEROUS).kms.send(
    new CreateAliasCommand({ AliasName: 'alias/for-copies', TargetKeyId }),
  );
});

afterAll(() => environment?.close());

const restore = (id: string, more: object) =>
  environment.request({ operation_id: id, target_cluster_id: id, kms_key_id: key, ...more });

/** The restored cluster has that account's data, under our key. */
async function expectRestored(id: string, place: typeof HERE): Promise<void> {
  await environment.settled(id, 'completed');
  expect(await dataOf(environment, id)).toEqual(data.get(place.accountId));
  expect((await describe(environment.rds, id)).KmsKeyId).toBe(key);
}

test('what another account does not share is not restored; shared by hand and redriven, it is, and stays shared', async () => {
  const there = at(CAREFUL);
  await restore('by-hand', { snapshot_name: there.snapshotArn(SNAPSHOT) });
  const { error } = await environment.settled('by-hand', 'failed');
  await environment.rest();

  await shareByHand(CAREFUL, SNAPSHOT);
  await redrive(environment, 'snapshot-check');

  await expectRestored('by-hand', CAREFUL);
  expect(error?.code).toBe('SNAPSHOT_NOT_SHARED');
  expect(await there.sharedWith(SNAPSHOT)).toEqual([HERE.accountId]);
});

test('the latest snapshot of another account’s cluster is shared for as long as it is copied', async () => {
  const there = at(GENEROUS);
  await restore('shared', {
    source_cluster_id: 'shop',
    source_account_id: GENEROUS.accountId,
    source_region: GENEROUS.region,
  });

  await expectRestored('shared', GENEROUS);
  const { resources } = await environment.settled('shared', 'completed');
  expect(resources['share-1']).toMatchObject({ id: there.snapshotArn(SNAPSHOT), deleted: true });
  expect(await there.sharedWith(SNAPSHOT)).toEqual([]);
  expect(await there.snapshots()).toEqual([SNAPSHOT]);
});

test('an automated snapshot of another account takes a copy there, which is gone in the end', async () => {
  const there = at(GENEROUS);
  const automated = there.steer.takeAutomatedSnapshot('shop');
  await environment.rest();
  await restore('automated', { snapshot_name: there.snapshotArn(automated) });

  await expectRestored('automated', GENEROUS);
  const { resources } = await environment.settled('automated', 'completed');
  const copy = resources['source-copy-1']?.arn;
  expect(resources['source-copy-1']?.deleted).toBe(true);
  expect(resources['share-1']).toMatchObject({ id: copy, deleted: true });
  expect(await there.snapshots()).toEqual([SNAPSHOT, automated]);
});

test('a snapshot under another account’s default key takes a copy there, too', async () => {
  const there = at(GENEROUS);
  await createCluster(there, 'by-default');
  const before = await dataOf(there, 'by-default');
  await takeSnapshot(there, 'by-default', 'by-default');
  await restore('default-key', { snapshot_name: there.snapshotArn('by-default') });

  await environment.settled('default-key', 'completed');

  expect(await dataOf(environment, 'default-key')).toEqual(before);
  expect(await there.snapshots()).not.toContainEqual(expect.stringContaining('source-copy'));
});

test('a snapshot that an account shares which is not configured is restored, with the pipeline’s own rights', async () => {
  await shareByHand(STRANGE, SNAPSHOT);

  await restore('strange', { snapshot_name: at(STRANGE).snapshotArn(SNAPSHOT) });

  await expectRestored('strange', STRANGE);
});

test('an account whose role cannot be assumed is told of by a code of its own, and nothing is touched', async () => {
  await restore('absent', { snapshot_name: at(ABSENT).snapshotArn(SNAPSHOT) });

  const { error } = await environment.settled('absent', 'failed');

  expect(error).toMatchObject({
    code: 'SOURCE_ACCOUNT_DENIED',
    message: expect.stringContaining(
      `arn:aws:iam::${ABSENT.accountId}:role/aurora-restore-cross-account-role`,
    ),
  });
  expect(environment.asked('absent')).toEqual([]);
});

test('what RDS says of another account’s snapshots arrives on the pipeline’s bus, once', async () => {
  const { events, sqs } = environment;
  const arn = `arn:aws:sqs:${HERE.region}:${HERE.accountId}:forwarded`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
    },
  });
  await sqs.send(new CreateQueueCommand({ QueueName: 'forwarded', Attributes: { Policy } }));
  const rule = { EventBusName: 'aurora-restore', Name: 'forwarded' };
  const EventPattern = JSON.stringify({ source: ['aws.rds'] });
  await events.send(new PutRuleCommand({ ...rule, EventPattern }));
  const { Name: Rule, EventBusName } = rule;
  await events.send(
    new PutTargetsCommand({ Rule, EventBusName, Targets: [{ Id: 'queue', Arn: arn }] }),
  );

  await takeSnapshot(at(CAREFUL), 'shop', 'told-of');
  await environment.rest();

  const told = (environment.queue('forwarded')?.messages ?? []).map(({ body }) => JSON.parse(body));
  expect(told).toMatchObject(
    ['RDS-EVENT-0074', 'RDS-EVENT-0075'].map((EventID) => ({
      account: CAREFUL.accountId,
      detail: { SourceArn: at(CAREFUL).snapshotArn('told-of'), EventID },
    })),
  );
});

test('a snapshot whose key does not let this account in is not even shared', async () => {
  const there = at(GENEROUS);
  await createCluster(there, 'locked', { key: await there.createKey() });
  await takeSnapshot(there, 'locked', 'locked');

  await restore('locked-out', { snapshot_name: there.snapshotArn('locked') });
  const { error } = await environment.settled('locked-out', 'failed');

  expect(error).toMatchObject({ code: 'KEY_DENIED', step: 'check_snapshot' });
  expect(environment.asked('locked')).toEqual([]);
  expect(await there.sharedWith('locked')).toEqual([]);
});

test('a restore that fails leaves its share, and says who undoes it; redriven, it ends the share itself', async () => {
  const there = at(GENEROUS);
  const denied = new ServiceError('AccessDenied', 'no copies today', 403);
  environment.disturb((crossing) =>
    crossing.boundary === 'call' && crossing.call.operation === 'CopyDBClusterSnapshot'
      ? [{ kind: 'fail', error: denied }]
      : [],
  );
  await restore('half-way', { snapshot_name: there.snapshotArn(SNAPSHOT) });
  const operation = await environment.settled('half-way', 'failed');
  await environment.rest();
  const shared = await there.sharedWith(SNAPSHOT);
  environment.disturb(noFaults);

  await redrive(environment, 'copy-snapshot');

  await expectRestored('half-way', GENEROUS);
  expect(shared).toEqual([HERE.accountId]);
  expect(whatIsLeft(operation, new Date()).at(-1)).toBe(
    `    aws rds modify-db-cluster-snapshot-attribute --region ${GENEROUS.region} --db-cluster-snapshot-identifier ${SNAPSHOT} --attribute-name restore --values-to-remove ${HERE.accountId}`,
  );
  expect(await there.sharedWith(SNAPSHOT)).toEqual([]);
});

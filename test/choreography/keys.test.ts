import {
  CreateAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { createCluster, dataOf, describe, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import { redrive } from '../fixtures/dead-letters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';

let environment: RestoreEnvironment;
let sourceKey: string;
let inTheSnapshot: Fingerprint;
const SNAPSHOT = 'under-a-key';

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  sourceKey = await environment.createKey();
  await createCluster(environment, 'source-cluster', { key: sourceKey });
  await onDatabase(environment, 'source-cluster', (connection) =>
    connection.query('CREATE DATABASE shop'),
  );
  inTheSnapshot = await dataOf(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

afterAll(() => environment?.close());

const request = (id: string, more: object = {}) =>
  environment.request({
    operation_id: id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: id,
    ...more,
  });

/** The operation fails with this code and these words, and its target stands as it stood. */
async function expectRefused(id: string, code: string, words: string, more: object = {}) {
  await createCluster(environment, id, { managed: true });
  const before = await describe(environment.rds, id);

  await request(id, { final_snapshot: false, ...more });
  const { error, step } = await environment.settled(id, 'failed');

  expect(step).toBe('check_snapshot');
  expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  expect(await describe(environment.rds, id)).toEqual(before);
  expect(environment.asked(id)).toEqual([]);
}

/** What only the account's root user may use: IAM policies count for nothing. */
const ofNobodyElse = () =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::000000000000:root' },
      Action: 'kms:*',
      Resource: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::000000000000:root' } },
    },
  });

test('a snapshot under a disabled key touches no target; enabled again and redriven, it is restored', async () => {
  const id = 'disabled';
  await environment.kms.send(new DisableKeyCommand({ KeyId: sourceKey }));
  await expectRefused(
    id,
    'KEY_DISABLED',
    `snapshot ${SNAPSHOT}: key ${sourceKey} is in state Disabled`,
  );
  await environment.rest();
  const { KmsKeyId } = await describe(environment.rds, id);

  await environment.kms.send(new EnableKeyCommand({ KeyId: sourceKey }));
  await redrive(environment, 'snapshot-check');

  await environment.settled(id, 'completed');
  expect(await dataOf(environment, id)).toEqual(inTheSnapshot);
  expect((await describe(environment.rds, id)).KmsKeyId).toBe(KmsKeyId);
});

test('a key that does not exist touches no target', async () => {
  const key = 'alias/misspelt';

  await expectRefused('missing', 'KEY_NOT_FOUND', `kms_key_id: key ${key}`, { kms_key_id: key });
});

test('a key whose policy does not know the pipeline touches no target', async () => {
  const key = await environment.createKey(ofNobodyElse());

  await expectRefused('denied', 'KEY_DENIED', `kms_key_id: key ${key}`, { kms_key_id: key });
});

test('what is wrong with both keys and a group is told at once', async () => {
  await environment.kms.send(new DisableKeyCommand({ KeyId: sourceKey }));
  await createCluster(environment, 'wrong', { managed: true });

  await request('wrong', { kms_key_id: 'alias/none', db_subnet_group_name: 'none' });
  const { error } = await environment.settled('wrong', 'failed');
  await environment.kms.send(new EnableKeyCommand({ KeyId: sourceKey }));

  for (const words of [sourceKey, 'alias/none', 'db_subnet_group_name'])
    expect(error?.message).toContain(words);
  expect(environment.asked('wrong')).toEqual([]);
});

test('an alias is a name like any other, and the restored cluster tells its key', async () => {
  const key = await environment.createKey();
  const AliasName = 'alias/restored';
  await environment.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: key }));

  await request('aliased', { kms_key_id: AliasName });
  const { target } = await environment.settled('aliased', 'completed');

  expect((await describe(environment.rds, 'aliased')).KmsKeyId).toBe(key);
  expect(target?.settings.kms_key_id).toBe(key);
  expect(environment.asked('aliased')[0]).toMatch(/^CopyDBClusterSnapshot/);
});

test('an alias of the snapshot’s own key takes no copy', async () => {
  const AliasName = 'alias/source';
  await environment.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: sourceKey }));

  await request('same-key', { kms_key_id: AliasName });
  await environment.settled('same-key', 'completed');

  expect((await describe(environment.rds, 'same-key')).KmsKeyId).toBe(sourceKey);
  expect(environment.asked('same-key').filter((call) => /Copy/.test(call))).toEqual([]);
});

test('a key at which the pipeline may look, but of which it gets no grant itself, touches no target', async () => {
  const key = await environment.createKey();
  const { Statement } = JSON.parse(ofNobodyElse());
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [Statement, { ...Statement, Action: 'kms:DescribeKey', Condition: undefined }],
  });
  await environment.kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy }));

  await expectRefused('no-grant', 'KEY_UNPROVEN', `RDS may use key ${key} is not known`, {
    kms_key_id: key,
  });
});

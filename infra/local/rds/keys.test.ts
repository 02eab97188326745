import {
  CreateAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  ListGrantsCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { parsePolicy } from '../iam/policy.ts';
import { ACCOUNT, newInstance, REGION, rdsKit } from './rds.fixture.ts';

const notAccessible = { code: 'KMSKeyNotAccessibleFault' };

/** The calls of a customer that name a key, or go by the key of a snapshot. */
const create = (KmsKeyId: string) =>
  new CreateDBClusterCommand({
    DBClusterIdentifier: 'new',
    Engine: 'aurora-mysql',
    MasterUsername: 'admin',
    MasterUserPassword: 'first-password',
    KmsKeyId,
  });
const copy = (KmsKeyId?: string) =>
  new CopyDBClusterSnapshotCommand({
    SourceDBClusterSnapshotIdentifier: 'nightly',
    TargetDBClusterSnapshotIdentifier: 'copy',
    KmsKeyId,
  });
const restore = (KmsKeyId?: string) =>
  new RestoreDBClusterFromSnapshotCommand({
    DBClusterIdentifier: 'restored',
    SnapshotIdentifier: 'nightly',
    Engine: 'aurora-mysql',
    KmsKeyId,
  });

/** With the cluster `orders` and its snapshot `nightly` under a customer's key. */
const kitWithKey = async () => {
  const kit = rdsKit();
  const key = await kit.createKey();
  await kit.createCluster('orders', { KmsKeyId: key });
  await kit.createSnapshot('nightly', 'orders');
  return { ...kit, key };
};

/** Calls as a role with these statements. */
const asRole = ({ iam }: ReturnType<typeof rdsKit>, ...statements: readonly object[]) => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/caller`;
  iam.createRole({ name: 'caller', arn: roleArn, trust: { statements: [] } });
  const Statement = statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one }));
  iam.attach(parsePolicy({ Version: '2012-10-17', Statement }, 'caller'), 'caller', ACCOUNT);
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/caller/one`;
  return { principal: { accountId: ACCOUNT, arn, roleArn } };
};

test.each([
  ['an alias', 'alias/mine'],
  ['an alias’s ARN', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/mine`],
])('a key named by %s is told of by its own ARN', async (_, name) => {
  const { send, sendKms, key, cluster, snapshot } = await kitWithKey();
  await sendKms(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: key }));

  await send(create(name));
  await send(copy(name));
  await send(restore(name));
  const instance = newInstance('i', 'orders', {
    EnablePerformanceInsights: true,
    PerformanceInsightsKMSKeyId: name,
  });
  const { DBInstance } = await send(instance);

  expect((await cluster('new')).KmsKeyId).toBe(key);
  expect((await snapshot('copy')).KmsKeyId).toBe(key);
  expect((await cluster('restored')).KmsKeyId).toBe(key);
  expect(DBInstance?.PerformanceInsightsKMSKeyId).toBe(key);
});

test('without a key the account’s own for RDS encrypts', async () => {
  const { createCluster, sendKms } = rdsKit();

  const { KmsKeyId } = await createCluster('orders');

  const described = await sendKms(new DescribeKeyCommand({ KeyId: 'alias/aws/rds' }));
  expect(described.KeyMetadata).toMatchObject({ Arn: KmsKeyId, KeyManager: 'AWS' });
});

test.each(['alias/none', '0b2f4a60-6e1c-4c3b-9a53-2d1f0c8f7d11', 'arn:aws:kms:us-east-1:1:key/k'])(
  '%s is a key for nothing',
  async (name) => {
    const { send } = await kitWithKey();

    for (const command of [create(name), copy(name), restore(name)])
      await expect(send<unknown>(command)).rejects.toMatchObject({
        ...notAccessible,
        message: `Specified KMS key [${name}] does not exist, is not enabled or you do not have permissions to access it.`,
      });
  },
);

test('a snapshot under a disabled key is neither copied nor restored, nor a cluster backed up', async () => {
  const { send, sendKms, key, createKey, rds } = await kitWithKey();
  const other = await createKey();
  await sendKms(new DisableKeyCommand({ KeyId: key }));
  const before = rds.effects().length;

  for (const command of [
    copy(),
    copy(other),
    restore(),
    restore(other),
    create(key),
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: 'later',
    }),
  ])
    await expect(send<unknown>(command)).rejects.toMatchObject(notAccessible);

  expect(rds.effects()).toHaveLength(before);
  await sendKms(new EnableKeyCommand({ KeyId: key }));
  await send(copy());
  await send(restore());
});

test('a key that waits for its deletion is no longer used', async () => {
  const { send, sendKms, key } = await kitWithKey();
  await sendKms(new ScheduleKeyDeletionCommand({ KeyId: key }));

  for (const command of [copy(), restore(), create(key)])
    await expect(send<unknown>(command)).rejects.toMatchObject(notAccessible);
});

test('a caller may have RDS use a key for which it may look and make grants', async () => {
  const kit = await kitWithKey();
  const { send, key, sendKms } = kit;
  const viaRds = { StringEquals: { 'kms:ViaService': `rds.${REGION}.amazonaws.com` } };
  const able = asRole(
    kit,
    { Action: 'kms:DescribeKey', Condition: viaRds },
    {
      Action: 'kms:CreateGrant',
      Condition: { ...viaRds, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  );

  await send(create(key), able);
  await send(copy(), able);
  await send(restore(), able);

  const { Grants } = await sendKms(new ListGrantsCommand({ KeyId: key }));
  expect(Grants).toEqual([]);
});

test.each(['kms:DescribeKey', 'kms:CreateGrant'])('%s alone is too little', async (Action) => {
  const kit = await kitWithKey();
  const poor = asRole(kit, { Action });

  for (const command of [create(kit.key), copy(), restore()])
    await expect(kit.send<unknown>(command, poor)).rejects.toMatchObject(notAccessible);
});

test('the account’s own key is used by everybody in the account', async () => {
  const kit = rdsKit();
  await kit.createCluster('orders');
  await kit.createSnapshot('nightly', 'orders');
  const poor = asRole(kit, { Action: 'rds:*' });

  await kit.send(copy(), poor);
  await kit.send(restore('alias/aws/rds'), poor);
});

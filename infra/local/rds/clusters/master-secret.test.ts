import {
  DeleteDBClusterCommand,
  ModifyDBClusterCommand,
  type ModifyDBClusterCommandInput,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { GetSecretValueCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../iam/policy.ts';
import { ACCOUNT, arn, REGION, rdsKit } from '../rds.fixture.ts';

const request = (changed: Partial<ModifyDBClusterCommandInput>): ModifyDBClusterCommand =>
  new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders', ApplyImmediately: true, ...changed });

const managed = { ManageMasterUserPassword: true, MasterUserPassword: undefined };
const manage = request({ ManageMasterUserPassword: true });
const rotate = request({ RotateMasterUserPassword: true });

/** With the cluster `orders`, and words for its secret and its login. */
const kitWithCluster = async (created: object = {}, instances: readonly string[] = []) => {
  const kit = rdsKit();
  const { DbClusterResourceId: key = '' } = await kit.createCluster('orders', created);
  for (const id of instances) await kit.createInstance(id, 'orders');
  const secret = async () => (await kit.cluster('orders')).MasterUserSecret;
  return {
    ...kit,
    secret,
    status: async () => (await secret())?.SecretStatus,
    login: () => kit.engine.logins.get(key),
    /** What the secret says, which is the login if it is right. */
    read: async () => {
      const SecretId = (await secret())?.SecretArn;
      const { SecretString } = await kit.sendSecrets(new GetSecretValueCommand({ SecretId }));
      return JSON.parse(SecretString ?? '');
    },
    secrets: async () => (await kit.sendSecrets(new ListSecretsCommand({}))).SecretList ?? [],
  };
};

describe('a cluster created with a managed password', () => {
  it('has a secret that is active once an instance is available', async () => {
    const { createInstance, secret, secrets, status, read, login } = await kitWithCluster(managed);
    const [found] = await secrets();

    expect(await secret()).toEqual({
      SecretArn: found?.ARN,
      SecretStatus: 'creating',
      KmsKeyId: expect.stringMatching(/:key\//),
    });
    expect(found).toMatchObject({
      Name: expect.stringMatching(/^rds!cluster-[0-9a-f-]{36}$/),
      OwningService: 'rds',
      Tags: [
        { Key: 'aws:rds:primaryDBClusterArn', Value: arn('cluster', 'orders') },
        { Key: 'aws:secretsmanager:owningService', Value: 'rds' },
      ],
    });
    await createInstance('orders-1', 'orders');

    expect(await status()).toBe('active');
    expect(await read()).toEqual({ username: 'admin', password: expect.any(String) });
    expect(login()).toEqual(await read());
  });

  it('loses its secret with its life, and its restored copy has none', async () => {
    const kit = await kitWithCluster(managed, ['orders-1']);
    const { send, settle, cluster, engine, login, secrets } = kit;
    await kit.createSnapshot('nightly', 'orders');
    const before = login();
    await send(rotate);
    await settle();

    await send(
      new RestoreDBClusterFromSnapshotCommand({
        DBClusterIdentifier: 'copy',
        SnapshotIdentifier: 'nightly',
        Engine: 'aurora-mysql',
      }),
    );
    await settle();
    const copy = await cluster('copy');
    await kit.deleteInstance('orders-1');
    await send(
      new DeleteDBClusterCommand({ DBClusterIdentifier: 'orders', SkipFinalSnapshot: true }),
    );
    await settle(2);

    expect(copy.MasterUserSecret).toBeUndefined();
    expect(engine.logins.get(copy.DbClusterResourceId ?? '')).toEqual(before);
    expect(await secrets()).toEqual([]);
  });
});

describe('letting RDS manage the password of a cluster', () => {
  it('makes a secret that is not in force before an instance takes it', async () => {
    const { send, settle, createInstance, cluster, status, read, login } = await kitWithCluster();

    await send(manage);
    await settle();
    const pending = await cluster('orders');
    const promised = await read();
    expect(pending.MasterUserSecret?.SecretStatus).toBe('creating');
    expect(pending.PendingModifiedValues).toEqual({ MasterUserPassword: '****' });
    expect(login()?.password).toBe('first-password');
    await createInstance('orders-1', 'orders');
    await settle();

    expect(await status()).toBe('active');
    expect(login()).toEqual(promised);
  });

  it('says so when the database has not taken it', async () => {
    const { send, settle, engine, status, login } = await kitWithCluster({}, ['orders-1']);
    engine.failing.add('setMasterPassword');

    await send(manage);
    await settle();

    expect(await status()).toBe('impaired');
    expect(login()?.password).toBe('first-password');
  });

  it('ends with a password of the caller’s own, and without the secret', async () => {
    const { send, settle, secret, secrets, login } = await kitWithCluster(managed, ['orders-1']);

    await send(request({ ManageMasterUserPassword: false, MasterUserPassword: 'my-own-password' }));
    await settle();

    expect(await secret()).toBeUndefined();
    expect(await secrets()).toEqual([]);
    expect(login()?.password).toBe('my-own-password');
  });

  it('encrypts the secret with the key that the request names', async () => {
    const { send, createKey, secret } = await kitWithCluster();
    const MasterUserSecretKmsKeyId = await createKey();

    await send(request({ ManageMasterUserPassword: true, MasterUserSecretKmsKeyId }));

    expect((await secret())?.KmsKeyId).toBe(MasterUserSecretKmsKeyId);
  });
});

describe('rotating a managed password', () => {
  it('gives the secret its new value when the database has it', async () => {
    const { send, settle, status, read, login } = await kitWithCluster(managed, ['orders-1']);
    const before = await read();

    await send(rotate);
    expect(await status()).toBe('rotating');
    expect(await read()).toEqual(before);
    await settle();

    expect(await status()).toBe('active');
    expect(await read()).not.toEqual(before);
    expect(login()).toEqual(await read());
  });

  it('is refused before the first one is in force', async () => {
    const { send } = await kitWithCluster(managed);

    await expect(send(rotate)).rejects.toMatchObject({ code: 'InvalidDBClusterStateFault' });
  });

  it('leaves everything as it was when the database does not take it', async () => {
    const kit = await kitWithCluster(managed, ['orders-1']);
    const { send, settle, engine, status, read, login } = kit;
    const before = await read();
    engine.failing.add('setMasterPassword');

    await send(rotate);
    await settle();

    expect(await status()).toBe('active');
    expect(await read()).toEqual(before);
    expect(login()).toEqual(before);
  });
});

describe('a request about the master password', () => {
  it.each([
    [managed, { MasterUserPassword: 'my-own-password' }, 'InvalidParameterValue'],
    [
      {},
      { ManageMasterUserPassword: true, MasterUserPassword: 'my-own-password' },
      'InvalidParameterValue',
    ],
    [managed, { ManageMasterUserPassword: false }, 'InvalidParameterCombination'],
    [{}, { MasterUserSecretKmsKeyId: 'alias/mine' }, 'InvalidParameterCombination'],
    [
      managed,
      { ManageMasterUserPassword: true, MasterUserSecretKmsKeyId: 'alias/mine' },
      'InvalidParameterCombination',
    ],
    [
      {},
      { ManageMasterUserPassword: true, MasterUserSecretKmsKeyId: 'alias/none' },
      'KMSKeyNotAccessibleFault',
    ],
    [{}, { RotateMasterUserPassword: true }, 'InvalidParameterCombination'],
    [
      managed,
      { RotateMasterUserPassword: true, ApplyImmediately: false },
      'InvalidParameterCombination',
    ],
  ])('of a cluster created with %j is refused if it says %j', async (created, changed, code) => {
    const { send, secrets } = await kitWithCluster(created);
    const before = await secrets();

    await expect(send(request(changed))).rejects.toMatchObject({ code });

    expect(await secrets()).toEqual(before);
  });

  it('is refused to a cluster of a global cluster if RDS is to manage it', async () => {
    const { send, rds } = await kitWithCluster();
    rds.steer.putIntoGlobalCluster('orders', 'world');

    await expect(send(manage)).rejects.toThrow(/global cluster/);
  });

  it.each([
    [['kms:DescribeKey', 'secretsmanager:CreateSecret', 'secretsmanager:TagResource'], undefined],
    [['secretsmanager:CreateSecret', 'secretsmanager:TagResource'], 'KMSKeyNotAccessibleFault'],
    [['kms:DescribeKey', 'secretsmanager:TagResource'], 'AccessDenied'],
    [['kms:DescribeKey', 'secretsmanager:CreateSecret'], 'AccessDenied'],
  ])('of a caller who may %j ends with %s', async (Action, code) => {
    const { send, iam } = await kitWithCluster();
    const caller = as(iam, Action);

    const answer = send(manage, caller).then(
      () => undefined,
      (error) => error.code,
    );

    expect(await answer).toBe(code);
  });

  it.each(['kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'])(
    'needs %s of a key of the caller’s own',
    async (missing) => {
      const { send, iam, createKey } = await kitWithCluster();
      const all = ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'];
      const caller = as(iam, [...all.filter((one) => one !== missing), 'secretsmanager:*']);
      const MasterUserSecretKmsKeyId = await createKey();

      const answer = send(
        request({ ManageMasterUserPassword: true, MasterUserSecretKmsKeyId }),
        caller,
      );

      await expect(answer).rejects.toMatchObject({ code: 'KMSKeyNotAccessibleFault' });
    },
  );

  it('is seen by policies as what it comes to', async () => {
    const { permissions, secret } = await kitWithCluster(managed);
    const key = 'rds:ManageMasterUserPassword';

    expect(permissions(request({ BackupRetentionPeriod: 3 }))).toMatchObject([
      { context: { [key]: 'true' } },
    ]);
    expect(permissions(request({ ManageMasterUserPassword: false }))).toMatchObject([
      { context: { [key]: 'false' } },
    ]);
    expect(permissions(rotate)[1]).toEqual({
      action: 'secretsmanager:RotateSecret',
      resource: (await secret())?.SecretArn,
    });
  });
});

const as = (iam: ReturnType<typeof rdsKit>['iam'], Action: readonly string[]) => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/caller`;
  iam.createRole({ name: 'caller', arn: roleArn, trust: { statements: [] } });
  const Resource = [
    `arn:aws:kms:${REGION}:${ACCOUNT}:key/*`,
    `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:rds!cluster-*`,
  ];
  const Statement = [{ Effect: 'Allow', Action, Resource }];
  iam.attach(parsePolicy({ Version: '2012-10-17', Statement }, 'caller'), 'caller', ACCOUNT);
  const principal = { accountId: ACCOUNT, arn: roleArn, roleArn };
  return { principal };
};

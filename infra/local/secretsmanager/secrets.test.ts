import { expect, test } from 'vitest';
import {
  accountId,
  DAY_MS,
  region,
  role,
  startSecretsManager,
  token,
} from './secrets-manager.fixture.ts';

const Name = 'aurora/dev/master';
const prefix = `arn:aws:secretsmanager:${region}:${accountId}:secret:`;

test('a secret is found by name, ARN and ARN without the suffix', async () => {
  const { call } = startSecretsManager();
  const { ARN } = await call('CreateSecret', { Name, SecretString: 'x' });

  const answers = await Promise.all(
    [Name, ARN, `${prefix}${Name}`].map((SecretId) => call('GetSecretValue', { SecretId })),
  );

  expect(ARN).toMatch(new RegExp(`^${prefix}${Name}-[A-Za-z0-9]{6}$`));
  expect(answers.map((answer) => answer.ARN)).toEqual([ARN, ARN, ARN]);
});

test.each(['other', `${prefix}${Name}-AAAAAA`, `${Name}-AAAAAA`, 'arn:aws:secretsmanager:x:y:z'])(
  'no secret is found by %s',
  async (SecretId) => {
    const { call } = startSecretsManager();
    await call('CreateSecret', { Name, SecretString: 'x' });

    await expect(call('GetSecretValue', { SecretId })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  },
);

test('a name that ends like a suffix is no confusion', async () => {
  const { call } = startSecretsManager();
  await call('CreateSecret', { Name: 'my', SecretString: 'short' });
  await call('CreateSecret', { Name: 'my-secret', SecretString: 'long' });

  const { SecretString } = await call('GetSecretValue', { SecretId: `${prefix}my-secret` });

  expect(SecretString).toBe('long');
});

test('every account and region has its own secrets', async () => {
  const { call } = startSecretsManager();
  await call('CreateSecret', { Name, SecretString: 'x' });

  for (const elsewhere of [{ region: 'us-east-1' }, { accountId: '999999999999' }]) {
    const attempt = call('DescribeSecret', { SecretId: Name }, elsewhere);
    await expect(attempt).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  }
});

test('creating a secret again is harmless with the same token and value only', async () => {
  const { call } = startSecretsManager();
  const request = { Name, SecretString: 'x', ClientRequestToken: token('t') };
  const first = await call('CreateSecret', request);

  const second = await call('CreateSecret', request);

  expect(second).toEqual(first);
  for (const other of [{ SecretString: 'y' }, { ClientRequestToken: token('u') }])
    await expect(call('CreateSecret', { ...request, ...other })).rejects.toMatchObject({
      code: 'ResourceExistsException',
      message: `The operation failed because the secret ${Name} already exists.`,
    });
});

test('a deleted secret can be restored until its window is over', async () => {
  const { call, clock } = startSecretsManager();
  await call('CreateSecret', { Name, SecretString: 'x' });

  const { DeletionDate } = await call('DeleteSecret', { SecretId: Name, RecoveryWindowInDays: 7 });

  expect(DeletionDate?.getTime()).toBeCloseTo(clock.now() + 7 * DAY_MS, -4);
  for (const operation of ['GetSecretValue', 'PutSecretValue', 'DeleteSecret'])
    await expect(call(operation, { SecretId: Name, SecretString: 'y' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
      message: expect.stringContaining('marked for deletion'),
    });
  await expect(call('CreateSecret', { Name })).rejects.toMatchObject({
    code: 'InvalidRequestException',
  });
  clock.advance(6 * DAY_MS);
  await call('RestoreSecret', { SecretId: Name });
  clock.advance(2 * DAY_MS);
  expect((await call('GetSecretValue', { SecretId: Name })).SecretString).toBe('x');
});

test('a deleted secret is gone after its window, or at once by force', async () => {
  const { call, clock } = startSecretsManager();
  await call('CreateSecret', { Name, SecretString: 'x' });

  await call('DeleteSecret', { SecretId: Name });
  clock.advance(30 * DAY_MS);
  await call('CreateSecret', { Name, SecretString: 'y' });
  await call('DeleteSecret', { SecretId: Name, ForceDeleteWithoutRecovery: true });

  await expect(call('DescribeSecret', { SecretId: Name })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
  const again = call('DeleteSecret', { SecretId: Name, ForceDeleteWithoutRecovery: true });
  await expect(again).resolves.toMatchObject({ Name });
});

test('secrets are listed by name and tags', async () => {
  const { call } = startSecretsManager();
  for (const name of ['a/one', 'a/two', 'b/one'])
    await call('CreateSecret', { Name: name, Tags: [{ Key: 'team', Value: name.slice(-3) }] });
  await call('DeleteSecret', { SecretId: 'a/two' });
  const names = async (input: object) =>
    (await call('ListSecrets', { SortOrder: 'asc', ...input })).SecretList?.map((one) => one.Name);

  const filter = (Key: string, ...Values: string[]) => ({ Filters: [{ Key, Values }] });
  expect(await names({})).toEqual(['a/one', 'b/one']);
  expect(await names({ IncludePlannedDeletion: true })).toEqual(['a/one', 'a/two', 'b/one']);
  expect(await names(filter('name', 'a/', 'x'))).toEqual(['a/one']);
  expect(await names(filter('name', '!a/'))).toEqual(['b/one']);
  expect(
    await names({
      Filters: [filter('tag-key', 'team'), filter('tag-value', 'on')].flatMap(
        ({ Filters }) => Filters,
      ),
    }),
  ).toEqual(['a/one', 'b/one']);
  await expect(names(filter('all', 'x'))).rejects.toThrow('does not support the filter all');
});

test('a long list comes in pages', async () => {
  const { call } = startSecretsManager();
  for (const name of ['a', 'b', 'c']) await call('CreateSecret', { Name: name });

  const first = await call('ListSecrets', { MaxResults: 2 });
  const second = await call('ListSecrets', { MaxResults: 2, NextToken: first.NextToken });

  expect([first.SecretList?.length, second.SecretList?.length]).toEqual([2, 1]);
  expect(second.NextToken).toBeUndefined();
});

test('a description, a key and tags can be changed', async () => {
  const { call } = startSecretsManager();
  await call('CreateSecret', { Name, Description: 'old', Tags: [{ Key: 'a', Value: '1' }] });

  await call('UpdateSecret', { SecretId: Name, Description: 'new', KmsKeyId: 'key' });
  await call('TagResource', { SecretId: Name, Tags: [{ Key: 'b', Value: '2' }] });
  await call('UntagResource', { SecretId: Name, TagKeys: ['a'] });

  expect(await call('DescribeSecret', { SecretId: Name })).toMatchObject({
    Description: 'new',
    KmsKeyId: 'key',
    Tags: [{ Key: 'b', Value: '2' }],
  });
});

const policyOf = (Effect: string, Principal: unknown) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect, Principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' },
  });

test('a policy of the secret can deny it to a role', async () => {
  const { call } = startSecretsManager();
  await call('CreateSecret', { Name, SecretString: 'x' });
  const ResourcePolicy = policyOf('Deny', { AWS: role.roleArn });

  await call('PutResourcePolicy', { SecretId: Name, ResourcePolicy });

  const read = () => call('GetSecretValue', { SecretId: Name }, { principal: role });
  expect((await call('GetResourcePolicy', { SecretId: Name })).ResourcePolicy).toBe(ResourcePolicy);
  await expect(read()).rejects.toMatchObject({ code: 'AccessDeniedException' });
  await call('DeleteResourcePolicy', { SecretId: Name });
  await expect(read()).resolves.toBeDefined();
});

test.each([
  [{ ResourcePolicy: '{' }, 'MalformedPolicyDocumentException'],
  [{ ResourcePolicy: policyOf('Allow', '*'), BlockPublicPolicy: true }, 'PublicPolicyException'],
])('the policy %j is refused', async (input, code) => {
  const { call } = startSecretsManager();
  await call('CreateSecret', { Name });

  const attempt = call('PutResourcePolicy', { SecretId: Name, ...input });

  await expect(attempt).rejects.toMatchObject({ code });
});

test.each([
  ['CreateSecret', { Name: 'not allowed' }, 'Invalid name'],
  ['CreateSecret', { Name, AddReplicaRegions: [{}] }, 'does not support AddReplicaRegions'],
  ['DeleteSecret', { SecretId: Name, RecoveryWindowInDays: 6 }, 'between 7 and 30 days'],
  [
    'DeleteSecret',
    { SecretId: Name, RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
    "can't use ForceDeleteWithoutRecovery",
  ],
  ['ListSecrets', { NextToken: 'x' }, 'NextToken'],
])('%s with %j is refused', async (operation, input, message) => {
  const { call } = startSecretsManager();

  await expect(call(operation, input)).rejects.toThrow(message);
});

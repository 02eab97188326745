import { expect, test } from 'vitest';
import { Iam } from '../iam/iam.ts';
import { parsePolicy } from '../iam/policy.ts';
import { accountId, region, role, startSecretsManager } from './secrets-manager.fixture.ts';

const name = 'cluster-0b2f4a60-6e1c-4c3b-9a53-2d1f0c8f7d11';
const tags = [{ Key: 'aws:rds:primaryDBClusterArn', Value: 'arn:aws:rds:x:y:cluster:orders' }];
const wanted = { name, tags, kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/k' };

const start = () => {
  const kit = startSecretsManager();
  const iam = new Iam({ clock: kit.clock });
  const rds = kit.secretsOf('rds', iam);
  const created = () => rds.create(wanted, { accountId, region }, 'first');
  return { ...kit, iam, rds, created };
};

test('a secret of a service says whose it is, and can be read', async () => {
  const { call, created } = start();

  const SecretId = created();

  expect(await call('DescribeSecret', { SecretId })).toMatchObject({
    Name: `rds!${name}`,
    OwningService: 'rds',
    KmsKeyId: wanted.kmsKeyId,
    Tags: [...tags, { Key: 'aws:secretsmanager:owningService', Value: 'rds' }],
  });
  expect(await call('GetSecretValue', { SecretId })).toMatchObject({ SecretString: 'first' });
  const Filters = [{ Key: 'owning-service', Values: ['rds'] }];
  expect((await call('ListSecrets', { Filters })).SecretList).toHaveLength(1);
});

test.each([
  ['DeleteSecret', {}],
  ['DeleteSecret', { ForceDeleteWithoutRecovery: true }],
  ['PutSecretValue', { SecretString: 'mine' }],
  ['UpdateSecret', { SecretString: 'mine' }],
  ['UpdateSecretVersionStage', { VersionStage: 'mine' }],
])('nobody but the service may %s %j', async (operation, more) => {
  const { call, created } = start();
  const SecretId = created();

  await expect(call(operation, { SecretId, ...more })).rejects.toMatchObject({
    code: 'InvalidRequestException',
    message: expect.stringContaining('managed by another service'),
  });

  expect(await call('GetSecretValue', { SecretId })).toMatchObject({ SecretString: 'first' });
});

test('nobody can take a name of a service', async () => {
  const { call } = start();

  const answer = call('CreateSecret', { Name: `rds!${name}`, SecretString: 'mine' });

  await expect(answer).rejects.toMatchObject({ code: 'InvalidParameterException' });
});

test('the service puts a new value, and the one before is the previous', async () => {
  const { call, rds, created } = start();
  const SecretId = created();

  rds.put(SecretId, 'second');

  const VersionStage = 'AWSPREVIOUS';
  expect(rds.text(SecretId)).toBe('second');
  expect(await call('GetSecretValue', { SecretId })).toMatchObject({ SecretString: 'second' });
  expect(await call('GetSecretValue', { SecretId, VersionStage })).toMatchObject({
    SecretString: 'first',
  });
});

test('the service deletes it at once', async () => {
  const { call, rds, created } = start();
  const SecretId = created();

  rds.delete(SecretId);
  rds.delete(SecretId);

  await expect(call('DescribeSecret', { SecretId })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test.each([
  [['secretsmanager:CreateSecret', 'secretsmanager:TagResource'], true],
  [['secretsmanager:CreateSecret'], false],
  [['secretsmanager:TagResource'], false],
])('a caller with %j may have the service create one: %j', (Action, may) => {
  const { rds, iam, callOf } = start();
  iam.createRole({ name: 'reader', arn: role.roleArn ?? '', trust: { statements: [] } });
  const Resource = `arn:aws:secretsmanager:${region}:${accountId}:secret:rds!cluster-*`;
  const Statement = [{ Effect: 'Allow', Action, Resource }];
  iam.attach(parsePolicy({ Version: '2012-10-17', Statement }, 'reader'), 'reader', accountId);

  const check = () => rds.check(wanted, callOf('CreateDBCluster', { principal: role }));

  if (may) expect(check).not.toThrow();
  else expect(check).toThrow(/is not authorized to perform: secretsmanager:/);
});

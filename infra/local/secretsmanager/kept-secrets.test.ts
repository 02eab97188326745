import { expect, test } from 'vitest';
import { Iam } from '../iam/iam.ts';
import { handOver } from '../kept.fixture.ts';
import { accountId, region, role, startSecretsManager, token } from './secrets-manager.fixture.ts';

const place = { accountId, region };
const GENERATED = { Name: 'declared', GenerateSecretString: {} };

test('a secret comes back with its ARN, its versions, their labels, its tags and its policy', async () => {
  const [before, after] = [startSecretsManager(), startSecretsManager()];
  await before.call('CreateSecret', {
    Name: 'login',
    SecretString: 'first',
    ClientRequestToken: token('one'),
    Tags: [{ Key: 'team', Value: 'shop' }],
  });
  await before.call('PutSecretValue', {
    SecretId: 'login',
    SecretBinary: Buffer.from('second'),
    ClientRequestToken: token('two'),
  });
  const Statement = {
    Effect: 'Deny',
    Principal: { AWS: role.roleArn },
    Action: 'secretsmanager:GetSecretValue',
    Resource: '*',
  };
  const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement });
  await before.call('PutResourcePolicy', { SecretId: 'login', ResourcePolicy });
  const described = await before.call('DescribeSecret', { SecretId: 'login' });

  await handOver(before.kept, after.kept);
  const previous = { SecretId: 'login', VersionStage: 'AWSPREVIOUS' };

  expect(await after.call('DescribeSecret', { SecretId: 'login' })).toEqual(described);
  expect(await after.call('GetSecretValue', previous)).toMatchObject({ SecretString: 'first' });
  expect(
    Buffer.from((await after.call('GetSecretValue', { SecretId: 'login' })).SecretBinary ?? ''),
  ).toEqual(Buffer.from('second'));
  await expect(
    after.call('GetSecretValue', { SecretId: 'login' }, { principal: role }),
  ).rejects.toThrow('explicit deny');
});

test('a secret that a template declares has the same ARN each time, and keeps its first password', async () => {
  const [before, after] = [startSecretsManager(), startSecretsManager()];
  const made = await before.create('Secret', GENERATED);
  const again = await after.create('Secret', GENERATED);
  const { SecretString } = await before.call('GetSecretValue', { SecretId: 'declared' });

  await handOver(before.kept, after.kept);

  expect(again).toEqual(made);
  expect(await after.call('GetSecretValue', { SecretId: made?.ref })).toMatchObject({
    SecretString,
  });
  expect((await after.call('ListSecrets', {})).SecretList).toHaveLength(1);
});

test('a secret that was stated has its kept value again', async () => {
  const [before, after] = [startSecretsManager(), startSecretsManager()];
  before.state({ hook: 'first' }, place);
  await before.call('PutSecretValue', { SecretId: 'hook', SecretString: 'second' });
  after.state({ hook: 'first', other: 'new' }, place);

  await handOver(before.kept, after.kept);

  const { ARN } = await before.call('DescribeSecret', { SecretId: 'hook' });
  expect(after.text(ARN ?? '', {}, place)).toBe('second');
  expect(after.text('other', {}, place)).toBe('new');
});

test('the secrets of connections are not kept, for connections are made anew', async () => {
  const [before, after] = [startSecretsManager(), startSecretsManager()];
  const iam = new Iam({ clock: before.clock });
  before.secretsOf('events', iam).create({ name: 'connection/hook/1', tags: [] }, place, 'text');

  await handOver(before.kept, after.kept);

  expect((await after.call('ListSecrets', {})).SecretList).toEqual([]);
});

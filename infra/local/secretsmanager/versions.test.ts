import { expect, test } from 'vitest';
import { startSecretsManager, token } from './secrets-manager.fixture.ts';

const SecretId = 'master';

async function start() {
  const { call } = startSecretsManager();
  await call('CreateSecret', {
    Name: SecretId,
    SecretString: 'one',
    ClientRequestToken: token('one'),
  });
  const put = (value: string, VersionStages?: string[]) =>
    call('PutSecretValue', {
      SecretId,
      SecretString: value,
      ClientRequestToken: token(value),
      VersionStages,
    });
  const move = (VersionStage: string, from?: string, to?: string) =>
    call('UpdateSecretVersionStage', {
      SecretId,
      VersionStage,
      RemoveFromVersionId: from && token(from),
      MoveToVersionId: to && token(to),
    });
  /** The staging labels of each version that has any, by its value. */
  const stages = async () => {
    const { VersionIdsToStages = {} } = await call('DescribeSecret', { SecretId });
    return Object.fromEntries(
      Object.entries(VersionIdsToStages).map(([id, on]) => [id.replace(/-+$/, ''), on]),
    );
  };
  const value = async (which: object = {}) =>
    (await call('GetSecretValue', { SecretId, ...which })).SecretString;
  return { call, put, move, stages, value };
}

test('a new value is the current one, and the one before stays the previous', async () => {
  const { put, stages, value } = await start();

  await put('two');
  await put('three');

  expect(await value()).toBe('three');
  expect(await value({ VersionStage: 'AWSPREVIOUS' })).toBe('two');
  expect(await value({ VersionId: token('one') })).toBe('one');
  expect(await stages()).toEqual({ two: ['AWSPREVIOUS'], three: ['AWSCURRENT'] });
});

test('a pending value becomes current when the label is moved', async () => {
  const { put, move, stages, value } = await start();
  await put('two', ['AWSPENDING']);
  const before = await value();

  await move('AWSCURRENT', 'one', 'two');
  await move('AWSPENDING', 'two');

  expect(before).toBe('one');
  expect(await value()).toBe('two');
  expect(await stages()).toEqual({ one: ['AWSPREVIOUS'], two: ['AWSCURRENT'] });
});

test('a label is only on the last version that got it', async () => {
  const { put, stages } = await start();

  await put('two', ['AWSPENDING']);
  await put('three', ['AWSPENDING']);

  expect(await stages()).toEqual({ one: ['AWSCURRENT'], three: ['AWSPENDING'] });
});

test('putting a value again with the same token changes nothing', async () => {
  const { put, stages, value } = await start();
  await put('two');
  await put('three');

  const { VersionId } = await put('two');

  expect(VersionId).toBe(token('two'));
  expect(await value()).toBe('three');
  expect(await stages()).toEqual({ two: ['AWSPREVIOUS'], three: ['AWSCURRENT'] });
});

test('a token is not used for another value', async () => {
  const { call } = await start();

  const attempt = call('PutSecretValue', {
    SecretId,
    SecretString: 'other',
    ClientRequestToken: token('one'),
  });

  await expect(attempt).rejects.toMatchObject({ code: 'ResourceExistsException' });
});

test('versions without a label are listed only if they are asked for', async () => {
  const { call, put } = await start();
  await put('two');
  await put('three');

  const current = await call('ListSecretVersionIds', { SecretId });
  const all = await call('ListSecretVersionIds', { SecretId, IncludeDeprecated: true });

  expect(current.Versions).toHaveLength(2);
  expect(all.Versions).toHaveLength(3);
});

test('the first version is current whatever its labels', async () => {
  const { call } = startSecretsManager();
  await call('CreateSecret', { Name: SecretId });
  const empty = call('GetSecretValue', { SecretId });
  await expect(empty).rejects.toThrow(
    "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  );

  await call('PutSecretValue', { SecretId, SecretString: 'x', VersionStages: ['AWSPENDING'] });

  const { VersionStages } = await call('GetSecretValue', { SecretId });
  expect(VersionStages).toEqual(['AWSPENDING', 'AWSCURRENT']);
});

test('bytes come back as bytes', async () => {
  const { call } = await start();
  const SecretBinary = Uint8Array.of(0, 255);

  await call('PutSecretValue', { SecretId, SecretBinary });

  const answer = await call('GetSecretValue', { SecretId });
  expect(answer.SecretBinary).toEqual(SecretBinary);
  expect(answer).not.toHaveProperty('SecretString');
});

test.each([
  ['GetSecretValue', { VersionId: token('nine') }, 'ResourceNotFoundException'],
  ['GetSecretValue', { VersionStage: 'AWSPENDING' }, 'ResourceNotFoundException'],
  [
    'GetSecretValue',
    { VersionId: token('one'), VersionStage: 'AWSPENDING' },
    'InvalidRequestException',
  ],
  ['PutSecretValue', {}, 'InvalidRequestException'],
  [
    'PutSecretValue',
    { SecretString: 'a', SecretBinary: Uint8Array.of(1) },
    'InvalidParameterException',
  ],
  [
    'PutSecretValue',
    { SecretString: 'a', ClientRequestToken: 'short' },
    'InvalidParameterException',
  ],
  ['UpdateSecretVersionStage', { VersionStage: 'AWSCURRENT' }, 'InvalidParameterException'],
  [
    'UpdateSecretVersionStage',
    { VersionStage: 'AWSCURRENT', RemoveFromVersionId: token('one') },
    'InvalidParameterException',
  ],
  [
    'UpdateSecretVersionStage',
    { VersionStage: 'AWSCURRENT', MoveToVersionId: token('two') },
    'InvalidParameterException',
  ],
  [
    'UpdateSecretVersionStage',
    { VersionStage: 'x', MoveToVersionId: token('nine') },
    'ResourceNotFoundException',
  ],
])('%s with %j is a %s', async (operation, input, code) => {
  const { call, put } = await start();
  await put('two', ['x']);

  await expect(call(operation, { SecretId, ...input })).rejects.toMatchObject({ code });
});

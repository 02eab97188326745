import { expect, test } from 'vitest';
import { accountId, role, startSecretsManager } from './secrets-manager.fixture.ts';

test('a secret of a template has the value it declares', async () => {
  const { create, call } = startSecretsManager();

  const created = await create('Secret', {
    Name: 'aurora/master',
    SecretString: 'x',
    Tags: [{ Key: 'team', Value: 'dba' }],
  });

  const secret = await call('GetSecretValue', { SecretId: 'aurora/master' });
  expect(secret.SecretString).toBe('x');
  expect(created).toEqual({ ref: secret.ARN, attributes: { Id: secret.ARN } });
});

test('a generated password is put into the template of the secret', async () => {
  const { create, call } = startSecretsManager();

  const created = await create('Secret', {
    GenerateSecretString: {
      SecretStringTemplate: '{"username":"admin"}',
      GenerateStringKey: 'password',
      ExcludePunctuation: 'true',
      PasswordLength: 20,
    },
  });

  const { SecretString = '' } = await call('GetSecretValue', { SecretId: created?.ref });
  expect(JSON.parse(SecretString)).toEqual({
    username: 'admin',
    password: expect.stringMatching(/^[A-Za-z0-9]{20}$/),
  });
});

test('a generated password stands alone without a template', async () => {
  const { create, call } = startSecretsManager();

  const created = await create('Secret', { GenerateSecretString: {} });

  const { SecretString, Name } = await call('GetSecretValue', { SecretId: created?.ref });
  expect(Name).toBe('stack-Secret');
  expect(SecretString).toHaveLength(32);
});

test('a resource policy of a template is attached', async () => {
  const { create, call } = startSecretsManager();
  const secret = await create('Secret', { Name: 'aurora/master', SecretString: 'x' });

  await create('ResourcePolicy', {
    SecretId: secret?.ref,
    ResourcePolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: '*',
          Resource: '*',
        },
      ],
    },
  });

  const attempt = call('GetSecretValue', { SecretId: 'aurora/master' }, { principal: role });
  await expect(attempt).rejects.toMatchObject({ code: 'AccessDeniedException' });
});

test.each([
  [{ ReplicaRegions: [] }, 'ReplicaRegions'],
  [{ SecretString: 'x', GenerateSecretString: {} }, 'exclude each other'],
  [{ GenerateSecretString: { GenerateStringKey: 'password' } }, 'given together'],
])('the properties %j are refused', async (properties, message) => {
  const { create } = startSecretsManager();

  await expect(create('Secret', properties)).rejects.toThrow(message);
});

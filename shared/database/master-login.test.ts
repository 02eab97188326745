import {
  CreateSecretCommand,
  DeleteSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway } from '../../infra/local/gateway/gateway.fixture.ts';
import { createSecretsManager } from '../../infra/local/secretsmanager/create-secrets-manager.ts';
import { masterLogin } from './master-login.ts';

let gateway: Awaited<ReturnType<typeof openGateway>>;
let client: SecretsManagerClient;

beforeAll(async () => {
  const clock = { date: () => new Date('2026-01-01T00:00:00Z') };
  gateway = await openGateway([createSecretsManager({ clock }).service]);
  client = new SecretsManagerClient(gateway.config);
});
afterAll(async () => {
  client.destroy();
  await gateway.close();
});

const put = (Name: string, SecretString: string) =>
  client.send(new CreateSecretCommand({ Name, SecretString }));

test('the login is read from its secret', async () => {
  await put('good', '{"username":"admin","password":"hunter2","port":3306}');

  expect(await masterLogin(client, 'good').read()).toEqual({
    username: 'admin',
    password: 'hunter2',
    whose: 'the master user admin, whose password secret good holds',
  });
});

test('a secret that does not exist fails until somebody makes it', async () => {
  await expect(masterLogin(client, 'none').read()).rejects.toMatchObject({
    code: 'MASTER_SECRET_MISSING',
    message: expect.stringContaining('none'),
  });
});

test('a secret that is marked as deleted fails until somebody restores it', async () => {
  await put('deleted', '{}');
  await client.send(new DeleteSecretCommand({ SecretId: 'deleted' }));

  await expect(masterLogin(client, 'deleted').read()).rejects.toMatchObject({
    code: 'MASTER_SECRET_MISSING',
  });
});

test.each([
  ['no-json', 'hunter2'],
  ['no-username', '{"password":"hunter2"}'],
  ['no-password', '{"username":"hunter2"}'],
  ['empty-password', '{"username":"hunter2","password":""}'],
])('a secret with %s fails without a word of what it holds', async (name, value) => {
  await put(name, value);

  const refused = await masterLogin(client, name)
    .read()
    .catch((error: Error) => error);

  expect(refused).toMatchObject({ code: 'MASTER_SECRET_MISSING' });
  expect(`${refused} ${JSON.stringify(refused)}`).not.toContain('hunter2');
});

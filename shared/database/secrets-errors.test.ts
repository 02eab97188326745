import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway } from '../../infra/local/gateway/gateway.fixture.ts';
import { createSecretsManager } from '../../infra/local/secretsmanager/create-secrets-manager.ts';
import { ServiceError } from '../../infra/local/service.ts';
import { NotYet } from '../errors.ts';
import { Permit } from '../step/permit.ts';
import { masterLogin } from './master-login.ts';
import { userSecrets } from './user-secrets.ts';

let code: string;
let gateway: Awaited<ReturnType<typeof openGateway>>;
let client: SecretsManagerClient;

beforeAll(async () => {
  const { service } = createSecretsManager({ clock: { date: () => new Date() } });
  const refuse = () => {
    throw new ServiceError(code, 'not now');
  };
  const operations = { ...service.operations, GetSecretValue: refuse };
  gateway = await openGateway([{ ...service, operations }]);
  client = new SecretsManagerClient({ ...gateway.config, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await gateway.close();
});

const wanted = {
  name: 'app',
  username: 'app',
  host: 'target.example',
  port: 3306,
  clusterId: 'target',
  tags: {},
};
const prepare = () => userSecrets(client, client).prepare(wanted, async () => new Permit(5_000));

test('Secrets Manager that throttles is waited for', async () => {
  code = 'ThrottlingException';

  await expect(prepare()).rejects.toThrow(NotYet);
  await expect(masterLogin(client, 'master').read()).rejects.toThrow(NotYet);
});

test.each([
  ['denies a call', 'AccessDeniedException', 'NOT_PERMITTED'],
  ['cannot decrypt', 'DecryptionFailure', 'KEY_NOT_USABLE'],
])('Secrets Manager that %s is told as such', async (_, answer, told) => {
  code = answer;

  await expect(prepare()).rejects.toMatchObject({ code: told });
  await expect(masterLogin(client, 'master').read()).rejects.toMatchObject({ code: told });
});

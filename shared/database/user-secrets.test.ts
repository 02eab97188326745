import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway } from '../../infra/local/gateway/gateway.fixture.ts';
import { createSecretsManager } from '../../infra/local/secretsmanager/create-secrets-manager.ts';
import { Permit } from '../step/permit.ts';
import { userSecrets } from './user-secrets.ts';

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

let count = 0;
const wanted = (more: object = {}) => ({
  name: `aurora-restore/dev/target/user-${++count}`,
  username: 'app_user',
  host: 'target.example',
  port: 3306,
  clusterId: 'target',
  tags: { 'aurora-restore:managed': 'true' },
  ...more,
});

const permit = async () => new Permit(5_000);
const secrets = () => userSecrets(client, client);

/** What holds the label, or nothing. */
async function at(SecretId: string, VersionStage = 'AWSCURRENT') {
  const found = await client
    .send(new GetSecretValueCommand({ SecretId, VersionStage }))
    .catch((error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
    });
  return found && JSON.parse(found.SecretString ?? '');
}

const put = (Name: string, value: object) =>
  client.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }));

test('a new password is pending until it is made current', async () => {
  const want = wanted();

  const { password, makeCurrent } = await secrets().prepare(want, permit);

  expect(password).toMatch(/^[A-Za-z0-9!*+,\-._]{32}$/);
  expect(await at(want.name)).toEqual({ username: 'app_user' });
  expect(await at(want.name, 'AWSPENDING')).toMatchObject({ password });
  await makeCurrent();
  expect(await at(want.name)).toEqual({
    username: 'app_user',
    password,
    engine: 'mysql',
    host: 'target.example',
    port: 3306,
    dbClusterIdentifier: 'target',
  });
  expect(await at(want.name, 'AWSPENDING')).toBeUndefined();
});

test('a secret is tagged as the pipeline’s', async () => {
  const want = wanted();

  await secrets().prepare(want, permit);

  const { Tags } = await client.send(new DescribeSecretCommand({ SecretId: want.name }));
  expect(Tags).toEqual([{ Key: 'aurora-restore:managed', Value: 'true' }]);
});

test('a password that is current already is used again, and nothing is written', async () => {
  const want = wanted();
  const first = await secrets().prepare(want, permit);
  await first.makeCurrent();
  const refuse = () => Promise.reject(new Error('nothing is to be changed'));

  const again = await secrets().prepare(want, refuse);
  await again.makeCurrent();

  expect(again.password).toBe(first.password);
});

test('a password outlives a change of the endpoint, and so does what people added', async () => {
  const want = wanted();
  await put(want.name, { username: 'app_user', password: 'kept', host: 'old', dbname: 'shop' });

  const { password, makeCurrent } = await secrets().prepare(want, permit);

  expect(password).toBe('kept');
  expect(await at(want.name)).toMatchObject({ host: 'old' });
  await makeCurrent();
  expect(await at(want.name)).toMatchObject({
    password: 'kept',
    host: 'target.example',
    dbname: 'shop',
  });
});

test('a secret that somebody made without a value is filled', async () => {
  const want = wanted();
  await client.send(new CreateSecretCommand({ Name: want.name }));

  const { password, makeCurrent } = await secrets().prepare(want, permit);
  await makeCurrent();

  expect(await at(want.name)).toMatchObject({ username: 'app_user', password });
});

/** Each change asks for a permit right before: the n-th of them dies instead. */
const dyingAt = (point: number) => {
  let asked = 0;
  return async () => {
    if (++asked === point) throw new Error('crash');
    return new Permit(5_000);
  };
};

test.each([1, 2, 3, 4])(
  'dying before change %i leaves what the next run completes, with one password',
  async (point) => {
    const want = wanted();
    const dying = dyingAt(point);
    let told: string | undefined;
    await expect(
      (async () => {
        const { password, makeCurrent } = await secrets().prepare(want, dying);
        told = password;
        await makeCurrent();
      })(),
    ).rejects.toThrow('crash');

    const { password, makeCurrent } = await secrets().prepare(want, permit);
    await makeCurrent();

    expect(password).toBe(told ?? password);
    expect(await at(want.name)).toMatchObject({ password });
  },
);

test('what is pending already is not stored again', async () => {
  const want = wanted();
  await secrets().prepare(want, permit);
  const refuse = () => Promise.reject(new Error('nothing is to be changed'));

  const { password } = await secrets().prepare(want, refuse);

  expect(await at(want.name, 'AWSPENDING')).toMatchObject({ password });
});

test('a password was pending whenever it may have been set', async () => {
  const want = wanted();

  await expect(secrets().prepare(want, dyingAt(2))).rejects.toThrow('crash');

  expect(await at(want.name)).not.toHaveProperty('password');
});

test.each(['no JSON at all: hunter2', '{"password":"hunter2"}'])(
  'a secret that holds %s is refused without a word of it',
  async (value) => {
    const want = wanted();
    await client.send(new CreateSecretCommand({ Name: want.name, SecretString: value }));

    const refused = await secrets()
      .prepare(want, permit)
      .catch((error: Error) => error);

    expect(refused).toBeInstanceOf(Error);
    expect(String(refused)).toContain(want.name);
    expect(`${refused} ${JSON.stringify(refused)}`).not.toContain('hunter2');
  },
);

test('a change takes no longer than its permit allows, and is not tried again', async () => {
  const want = wanted();
  const slow = new SecretsManagerClient({
    ...gateway.config,
    requestHandler: {
      handle: (_: unknown, { abortSignal }: { abortSignal?: AbortSignal } = {}) =>
        new Promise<never>((_, reject) =>
          abortSignal?.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
    },
  });
  let permits = 0;
  const short = async () => {
    permits++;
    return new Permit(5);
  };

  await expect(userSecrets(client, slow).prepare(want, short)).rejects.toThrow('aborted');

  expect(permits).toBe(1);
});

import { GetSecretValueCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Crossing, Fault } from '../../infra/local/faults.ts';
import { noDurations } from '../../infra/local/rds/durations.ts';
import { createCluster, describe, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import {
  MASTER,
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { toldToPeople } from '../fixtures/told-to-people.ts';

let environment: RestoreEnvironment;
const SNAPSHOT = 'of-others';
const INHERITED = 'Inherited-Password-1';

/** Real servers, and functions that start cold. */
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  await createCluster(environment, 'source-cluster');
  await onDatabase(environment, 'source-cluster', async (connection) => {
    for (const sql of [
      'CREATE DATABASE shop',
      'CREATE TABLE shop.t (a INT)',
      `CREATE USER etl@'%' IDENTIFIED BY '${INHERITED}'`,
      `CREATE USER app_user@'10.%' IDENTIFIED BY '${INHERITED}'`,
      `CREATE USER app_user@'%' IDENTIFIED BY '${INHERITED}'`,
      'CREATE EVENT shop.nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM shop.t',
    ])
      await connection.query(sql);
  });
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
});

afterEach(() => {
  environment?.disturb(() => []);
  environment?.steer.setDurations(noDurations);
});
afterAll(() => environment?.close());

const restore = async (id: string, more: object) => {
  await environment.request({
    operation_id: id,
    snapshot_name: SNAPSHOT,
    target_cluster_id: id,
    ...more,
  });
  return await environment.settled(id, 'completed');
};

interface Login {
  readonly username: string;
  readonly password: string;
}

async function secret(SecretId: string): Promise<Login> {
  const { SecretString = '' } = await environment.secrets.send(
    new GetSecretValueCommand({ SecretId }),
  );
  return JSON.parse(SecretString);
}

/** What a cluster says to a login: whose it is, or MySQL's number. */
const login = (id: string, as: Login): Promise<unknown> =>
  onDatabase(
    environment,
    id,
    async (connection) => {
      const [rows] = await connection.query('SELECT CURRENT_USER() AS account');
      return (rows as { account: string }[])[0]?.account;
    },
    as,
  ).catch(({ errno }: { errno?: number }) => errno);

const DENIED = 1045;
const LOCKED = 4151;
const inherited = (username: string): Login => ({ username, password: INHERITED });
const setsPassword = (crossing: Crossing) =>
  crossing.boundary === 'call' && 'MasterUserPassword' in crossing.input;

/** Does this to the first crossing that fits. */
function once(fits: (crossing: Crossing) => boolean, fault: Fault) {
  let done = false;
  environment.disturb((crossing) => {
    if (done || !fits(crossing)) return [];
    done = true;
    return [fault];
  });
  return () => done;
}

test('a reset cluster takes the new master password, and the source’s no more', async () => {
  let asked = 0;
  environment.disturb((crossing) => {
    if (setsPassword(crossing)) asked += 1;
    return [];
  });

  await restore('reset', { credentials: 'reset' });

  const master = await secret('aurora-restore/dev/reset/admin');
  expect(master.password).not.toBe(MASTER.password);
  expect(await login('reset', master)).toBe('admin@%');
  expect(await login('reset', MASTER)).toBe(DENIED);
  expect(asked).toBe(1);
});

test('it is waited for until RDS has set the password', async () => {
  environment.steer.setDurations({ ...noDurations, resetPassword: 10 * 60_000 });

  const { stages } = await restore('slow', { credentials: 'reset' });

  expect(stages.setup_db_users?.checks).toBeGreaterThan(1);
  expect(await login('slow', await secret('aurora-restore/dev/slow/admin'))).toBe('admin@%');
});

const managedSecret = async (id: string) =>
  (await describe(environment.rds, id)).MasterUserSecret?.SecretArn ?? '';

test('a managed cluster’s master password is in a secret of RDS', async () => {
  await restore('managed', { credentials: 'managed' });

  expect(await login('managed', await secret(await managedSecret('managed')))).toBe('admin@%');
  expect(await login('managed', MASTER)).toBe(DENIED);
});

test('a secret of RDS is waited for until it is active', async () => {
  environment.steer.setDurations({ ...noDurations, resetPassword: 10 * 60_000 });

  const { stages } = await restore('slow-secret', { credentials: 'managed' });

  expect(stages.setup_db_users?.checks).toBeGreaterThan(1);
  expect(await login('slow-secret', await secret(await managedSecret('slow-secret')))).toBe(
    'admin@%',
  );
});

test.each([
  ['before', false],
  ['after', true],
] as const)('it goes on though it dies %s RDS makes its secret', async (when, after) => {
  const id = `dies-managing-${when}`;
  const died = once(
    (crossing) => crossing.boundary === 'call' && 'ManageMasterUserPassword' in crossing.input,
    { kind: 'kill', after },
  );

  await restore(id, { credentials: 'managed' });

  expect(died()).toBe(true);
  expect(await login(id, await secret(await managedSecret(id)))).toBe('admin@%');
});

test('undeclared accounts are locked, a declared name at another host too, and events disabled', async () => {
  const { inherited: found } = await restore('locked', { undeclared_users: 'lock' });

  expect(found).toMatchObject({
    users: [
      { account: 'app_user@10.%', done: 'locked' },
      { account: 'etl@%', done: 'locked' },
    ],
    events: [{ event: 'shop.nightly', done: 'disabled' }],
    replication: [],
  });
  expect(await login('locked', inherited('etl'))).toBe(LOCKED);
  const [events] = await onDatabase(environment, 'locked', (connection) =>
    connection.query('SELECT STATUS AS status FROM information_schema.EVENTS'),
  );
  expect(events).toEqual([{ status: 'DISABLED' }]);
  expect(
    toldToPeople(environment).find(({ subject }) => subject === '[dev] Restore completed: locked')
      ?.message,
  ).toContain('etl@%  locked');
});

test('undeclared accounts are dropped, or kept, where that is asked for', async () => {
  const { inherited: dropped } = await restore('dropped', { undeclared_users: 'drop' });
  const { inherited: kept } = await restore('kept', { undeclared_users: 'keep' });

  expect(dropped?.users.map(({ done }) => done)).toEqual(['dropped', 'dropped']);
  expect(kept?.users.map(({ done }) => done)).toEqual(['kept', 'kept']);
  expect(await login('dropped', inherited('etl'))).toBe(DENIED);
  expect(await login('kept', inherited('etl'))).toBe('etl@%');
  expect(await login('dropped', await secret('aurora-restore/dev/dropped/app_user'))).toBe(
    'app_user@%',
  );
});

test.each([
  ['the password is stored', 'PutSecretValue', false],
  ['the password is stored and nobody knows', 'PutSecretValue', true],
  ['RDS is told', 'ModifyDBCluster', false],
  ['RDS is told and nobody knows', 'ModifyDBCluster', true],
  ['the password is current', 'UpdateSecretVersionStage', false],
  ['the password is current and nobody knows', 'UpdateSecretVersionStage', true],
] as const)('it goes on though it dies when %s', async (_, operation, after) => {
  const id = `dies-${operation.toLowerCase()}-${after ? 'after' : 'before'}`;
  const died = once(
    (crossing) =>
      crossing.boundary === 'call' &&
      crossing.call.operation === operation &&
      (operation !== 'ModifyDBCluster' || setsPassword(crossing)),
    { kind: 'kill', after },
  );

  await restore(id, { credentials: 'reset' });

  expect(died()).toBe(true);
  expect(await login(id, await secret(`aurora-restore/dev/${id}/admin`))).toBe('admin@%');
  expect(await login(id, MASTER)).toBe(DENIED);
});

test('no password stands in a log, a table, an event or a notification', async () => {
  await environment.rest();

  const { SecretList = [] } = await environment.secrets.send(new ListSecretsCommand({}));
  const logins = await Promise.all(SecretList.map(({ Name = '' }) => secret(Name)));
  const operations = await environment.operations.withStatus('completed', 100);
  const told = JSON.stringify([environment.logs(), environment.inbox(), operations]);

  const masters = logins.filter(({ username }) => username === 'admin');
  expect(masters.length).toBeGreaterThan(5);
  expect(logins.filter(({ password }) => told.includes(password))).toEqual([]);
  expect(told).not.toContain(INHERITED);
});

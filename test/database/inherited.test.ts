import { beforeAll, expect, test } from 'vitest';
import type { ServerEndpoint } from '../../infra/local/rds/database-engine.ts';
import { asScript } from '../../infra/local/rds/mariadb/accounts.ts';
import { bootstrap } from '../../infra/local/rds/mariadb/bootstrap.ts';
import { master, newKey, sharedEngine } from '../../infra/local/rds/mariadb/engine.fixture.ts';
import { ensureMariadb } from '../../infra/local/rds/mariadb/fetch/ensure-mariadb.ts';
import {
  accountName,
  dropAccount,
  lockAccount,
  undeclaredAccounts,
} from '../../shared/database/accounts.ts';
import { connectWith } from '../../shared/database/connect.ts';
import type { Database } from '../../shared/database/database.ts';
import { disableEvent, enabledEvents, eventName } from '../../shared/database/enabled-events.ts';
import { endReplication, replicationSources } from '../../shared/database/replication.ts';

const server = sharedEngine();
let at: ServerEndpoint;
let database: Database;

const as = (username: string, password: string, where: ServerEndpoint = at) =>
  connectWith(server.engine().ca)(
    { host: where.address, port: where.port },
    { username, password },
  );

beforeAll(async () => {
  const key = newKey();
  await server.engine().create(key, master);
  at = await server.engine().start(key, { port: 3306 });
  database = await as(master.username, master.password);
});

const undeclared = async () =>
  (await undeclaredAccounts(database, [{ username: 'app', host: '%' }])).map(accountName);

test('a new server has no account but its own and the master user’s', async () => {
  expect(await undeclared()).toEqual([]);
});

test('accounts are found, locked and dropped, whatever their names', async () => {
  const odd = ['app@10.%', "o'neil@%", 'back\\slash@%', 'tick`@%', 'what?@h_st', '@%'];
  const made = odd.map((name) => {
    const cut = name.lastIndexOf('@');
    return { username: name.slice(0, cut), host: name.slice(cut + 1) };
  });
  await database.query("CREATE USER app@'%' IDENTIFIED BY 'Known-1'");
  await database.query('CREATE ROLE a_role');
  for (const { username, host } of made)
    await database.query("CREATE USER ?@? IDENTIFIED BY 'Known-1'", [username, host]);

  expect((await undeclared()).sort()).toEqual([...odd].sort());

  await (await as("o'neil", 'Known-1')).close();
  for (const account of made) await database.query(lockAccount(account));
  for (const name of ["o'neil", 'back\\slash', 'tick`'])
    await expect(as(name, 'Known-1'), name).rejects.toMatchObject({
      code: 'DATABASE_LOGIN_REFUSED',
    });
  await (await as('app', 'Known-1')).close();

  for (const account of [...made, ...made]) await database.query(dropAccount(account));
  expect(await undeclared()).toEqual([]);
});

test('events are found and disabled, whatever their names, and those of the server are not', async () => {
  await database.query('CREATE DATABASE `odd``shop`');
  for (const name of ['`odd``shop`.`night``ly`', '`odd``shop`.hourly'])
    await database.query(`CREATE EVENT ${name} ON SCHEDULE EVERY 1 DAY DO SELECT 1`);
  await database.query('ALTER EVENT `odd``shop`.hourly DISABLE');

  const events = await enabledEvents(database);
  expect(events.map(eventName)).toEqual(['odd`shop.night`ly']);

  for (const event of [...events, ...events]) await database.query(disableEvent(event));
  expect(await enabledEvents(database)).toEqual([]);
});

test('a server without replication has no sources', async () => {
  expect(await replicationSources(database)).toEqual([]);
});

test('replication that came with the data is found and ended, whether it runs or not', async () => {
  for (const running of [true, false]) {
    const { connected, key } = await replicating(running);

    expect(await replicationSources(connected)).toEqual(['127.0.0.1:1']);
    await endReplication(connected);
    expect(await replicationSources(connected)).toEqual([]);

    await connected.close();
    await server.engine().stop(key);
  }
});

/** A server that replicates from one that nobody reaches, set up by somebody who may do that. */
async function replicating(running: boolean) {
  const key = newKey();
  await server.engine().create(key, master);
  const able = "GRANT ALL PRIVILEGES ON *.* TO able@'%' IDENTIFIED BY 'able'";
  const program = await ensureMariadb({ log: () => undefined });
  await bootstrap(program, server.data(key), asScript(['FLUSH PRIVILEGES', able]));
  const where = await server.engine().start(key, { port: 0 });
  const setUp = await as('able', 'able', where);
  await setUp.query(
    "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 1, MASTER_USER = 'nobody'",
  );
  if (running) await setUp.query('START SLAVE');
  await setUp.close();
  return { key, connected: await as(master.username, master.password, where) };
}

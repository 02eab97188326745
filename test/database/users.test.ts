import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import type { ServerEndpoint } from '../../infra/local/rds/database-engine.ts';
import { master, newKey, sharedEngine } from '../../infra/local/rds/mariadb/engine.fixture.ts';
import type { DatabaseUser } from '../../shared/configuration/database.ts';
import { connectWith } from '../../shared/database/connect.ts';
import type { Database } from '../../shared/database/database.ts';
import { applicationSchemas, ensureUser } from '../../shared/database/users.ts';

const server = sharedEngine();
const reader: DatabaseUser = { username: 'reader', host: '%', privileges: 'read' };
const PASSWORD = `it's \\ "odd" %_ ; -- é`;
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
  for (const sql of [
    'CREATE DATABASE shop',
    'CREATE DATABASE `odd_name`',
    'CREATE DATABASE `oddXname`',
    'CREATE TABLE shop.t (a INT, b INT)',
    'CREATE TABLE odd_name.t (a INT)',
    'CREATE TABLE oddXname.t (a INT)',
    'CREATE PROCEDURE shop.p() SELECT 1',
  ])
    await database.query(sql);
});

/** Why a login with the right password is refused. */
async function refusal({ address, port }: ServerEndpoint, ca = server.engine().ca): Promise<Error> {
  const connecting = connectWith(ca)({ host: address, port }, master);
  return await connecting.then(
    () => new Error('it was let in'),
    (error: Error) => error,
  );
}

/** The statements that `ensureUser` runs, without the ones that only look. */
async function changesFor(user: DatabaseUser, schemas: readonly string[]): Promise<string[]> {
  const changes: string[] = [];
  const watched: Database = {
    ...database,
    query: (sql, values) => {
      if (!sql.startsWith('SELECT')) changes.push(sql.split(' ').slice(0, 2).join(' '));
      return database.query(sql, values);
    },
  };
  await ensureUser(watched, user, PASSWORD, schemas);
  return changes;
}

test('a user can do what is declared, with whatever password, and nothing else', async () => {
  await ensureUser(database, reader, PASSWORD, ['shop']);

  const connection = await as('reader', PASSWORD);
  await expect(connection.query('SELECT a FROM shop.t')).resolves.toEqual([]);
  await expect(connection.query('INSERT INTO shop.t VALUES (1, 2)')).rejects.toMatchObject({
    errno: 1142,
  });
  await connection.close();
});

test('a second run changes no privilege', async () => {
  await ensureUser(database, reader, PASSWORD, ['shop']);

  expect(await changesFor(reader, ['shop'])).toEqual(['CREATE USER', 'ALTER USER']);
});

test('whatever an inherited account had too much is revoked, at every level', async () => {
  const user: DatabaseUser = { username: 'inherited', host: '%', privileges: 'read' };
  for (const sql of [
    "CREATE USER inherited@'%' IDENTIFIED BY 'old' ACCOUNT LOCK",
    "GRANT PROCESS ON *.* TO inherited@'%'",
    "GRANT DELETE ON odd_name.* TO inherited@'%'",
    "GRANT INSERT ON shop.t TO inherited@'%' WITH GRANT OPTION",
    "GRANT UPDATE (a) ON shop.t TO inherited@'%'",
    "GRANT EXECUTE ON PROCEDURE shop.p TO inherited@'%'",
    'CREATE ROLE everything',
    'GRANT DROP ON shop.* TO everything',
    "GRANT everything TO inherited@'%'",
  ])
    await database.query(sql);

  await ensureUser(database, user, PASSWORD, ['shop']);

  const connection = await as('inherited', PASSWORD);
  const refused = [
    'DELETE FROM odd_name.t',
    'INSERT INTO shop.t VALUES (1, 2)',
    'UPDATE shop.t SET a = 1',
    'CALL shop.p()',
    'SET ROLE everything',
  ];
  for (const sql of refused)
    await expect(connection.query(sql), sql).rejects.toThrow(/MySQL error/);
  await expect(connection.query('SELECT a FROM shop.t')).resolves.toEqual([]);
  await connection.close();
  expect(await changesFor(user, ['shop'])).toEqual(['CREATE USER', 'ALTER USER']);
});

test('a schema’s name is no pattern: its underscore stands for itself', async () => {
  const user: DatabaseUser = { username: 'exact', host: '%', privileges: 'read' };

  await ensureUser(database, user, PASSWORD, ['odd_name']);

  const connection = await as('exact', PASSWORD);
  await expect(connection.query('SELECT a FROM odd_name.t')).resolves.toEqual([]);
  await expect(connection.query('SELECT a FROM oddXname.t')).rejects.toMatchObject({ errno: 1142 });
  await connection.close();
});

test('fewer schemas than before leave no privilege on the others', async () => {
  const user: DatabaseUser = { username: 'fewer', host: '%', privileges: 'read_write' };
  await ensureUser(database, user, PASSWORD, ['shop', 'odd_name']);

  await ensureUser(database, user, PASSWORD, ['odd_name']);

  const connection = await as('fewer', PASSWORD);
  await expect(connection.query('SELECT a FROM shop.t')).rejects.toMatchObject({ errno: 1142 });
  await expect(connection.query('DELETE FROM odd_name.t')).resolves.toBeDefined();
  await connection.close();
});

test('the schemas of applications are all but the server’s own', async () => {
  expect(await applicationSchemas(database)).toEqual(['oddXname', 'odd_name', 'shop']);
});

test('a server that names another host in its certificate is refused', async () => {
  const relay = createServer((client) => {
    client.pipe(connect(at.port, at.address)).pipe(client);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { port } = relay.address() as AddressInfo;

  const error = await refusal({ address: '127.0.0.1', port });

  expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  expect(error.message).toContain("does not match certificate's altnames");
  relay.close();
});

test('a certificate of another authority is refused', async () => {
  const error = await refusal(at, 'rds');

  expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  expect(error.message).toContain('certificate');
});

test('a wrong password is a refused login, and neither it nor any other is told', async () => {
  const error: unknown = await as(master.username, 'Wrong-Secret-1').catch((thrown) => thrown);

  expect(error).toMatchObject({ code: 'DATABASE_LOGIN_REFUSED' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('Wrong-Secret-1');
});

test('a statement that is refused tells neither its text nor its values', async () => {
  const error: unknown = await database
    .query("CREATE USER broken@'%' IDENTIFIED BY ? REQUIRE NOTHING", ['Hidden-Secret-1'])
    .catch((thrown) => thrown);

  expect(error).toMatchObject({ errno: 1064 });
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('Hidden-Secret-1');
});

import { expect, test } from 'vitest';
import type { DatabaseUser } from '../configuration/database.ts';
import type { Database } from './database.ts';
import { applicationSchemas, ensureUser } from './users.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

/** A server that answers questions by what they ask of, and keeps every other statement. */
function server(answers: Readonly<Record<string, Rows>> = {}) {
  const statements: string[] = [];
  const values: unknown[][] = [];
  const database: Database = {
    async query(sql, given = []) {
      if (!sql.startsWith('SELECT')) {
        statements.push(sql);
        values.push([...given]);
        return [];
      }
      const asked = Object.keys(answers).find((table) => sql.includes(table));
      return asked ? (answers[asked] ?? []) : [];
    },
    close: async () => undefined,
  };
  return { database, statements, values };
}

const mysql = { 'VERSION()': [{ version: '8.0.39' }] };
const mariadb = { 'VERSION()': [{ version: '11.8.3-MariaDB' }] };
const reader: DatabaseUser = { username: 'readonly_user', host: '%', privileges: 'read' };
const account = "'readonly_user'@'%'";
const granted = (place: string, ...privileges: string[]) =>
  privileges.map((privilege) => ({ place, privilege, grantable: 'NO' }));
const complete = {
  USER_PRIVILEGES: granted('*', 'USAGE'),
  SCHEMA_PRIVILEGES: granted('shop', 'SELECT', 'SHOW VIEW'),
};

const create = `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ? REQUIRE SSL`;
const alter = `ALTER USER ${account} IDENTIFIED BY ? REQUIRE SSL ACCOUNT UNLOCK`;
const revoke = `REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${account}`;
const grant = `GRANT SELECT, SHOW VIEW ON \`shop\`.* TO ${account}`;

test('a new user is created, given its password and granted its privileges, in that order', async () => {
  const { database, statements, values } = server(mysql);

  await ensureUser(database, reader, 'secret', ['shop']);

  expect(statements).toEqual([create, alter, grant]);
  expect(values).toEqual([['secret'], ['secret'], []]);
});

test('a second run sets the password and changes nothing else', async () => {
  const { database, statements } = server({ ...mysql, ...complete });

  await ensureUser(database, reader, 'secret', ['shop']);

  expect(statements).toEqual([create, alter]);
});

test('a privilege that is missing is granted, and nothing is taken away for it', async () => {
  const { database, statements } = server({
    ...mysql,
    SCHEMA_PRIVILEGES: granted('shop', 'SELECT'),
  });

  await ensureUser(database, reader, 'secret', ['shop']);

  expect(statements).toEqual([create, alter, grant]);
});

test.each([
  ['on everything', { USER_PRIVILEGES: granted('*', 'SELECT') }],
  ['on another schema', { SCHEMA_PRIVILEGES: granted('mysql', 'SELECT') }],
  ['of another kind', { SCHEMA_PRIVILEGES: granted('shop', 'SELECT', 'SHOW VIEW', 'DROP') }],
  ['on a table', { TABLE_PRIVILEGES: granted('shop.orders', 'DELETE') }],
  ['on a column', { COLUMN_PRIVILEGES: granted('shop.orders.price', 'UPDATE') }],
  ['on a routine', { procs_priv: [{ place: 'shop.pay', privilege: 'Execute' }] }],
  [
    'to pass one on',
    { SCHEMA_PRIVILEGES: [{ place: 'shop', privilege: 'SELECT', grantable: 'YES' }] },
  ],
  ['to pass on', { USER_PRIVILEGES: [{ place: '*', privilege: 'USAGE', grantable: 'YES' }] }],
])('a privilege too many %s is revoked, and what is declared is granted again', async (_, held) => {
  const { database, statements } = server({ ...mysql, ...complete, ...held });

  await ensureUser(database, reader, 'secret', ['shop']);

  expect(statements).toEqual([create, alter, revoke, grant]);
});

test('roles are taken away on MySQL 8', async () => {
  const { database, statements } = server({
    ...mysql,
    ...complete,
    role_edges: [{ role: 'boss', host: '%' }],
  });

  await ensureUser(database, reader, 'secret', ['shop']);

  expect(statements).toEqual([create, alter, `REVOKE 'boss'@'%' FROM ${account}`]);
});

test('roles are taken away on MariaDB', async () => {
  const { database, statements } = server({
    ...mariadb,
    ...complete,
    roles_mapping: [{ role: 'boss' }],
  });

  await ensureUser(database, reader, 'secret', ['shop']);

  expect(statements).toEqual([create, alter, `REVOKE 'boss' FROM ${account}`]);
});

test('MySQL 5.7 is not asked for roles, which it does not have', async () => {
  const { database, statements } = server({
    'VERSION()': [{ version: '5.7.44-log' }],
    ...complete,
    role_edges: [{ role: 'boss', host: '%' }],
  });

  await ensureUser(database, reader, 'secret', ['shop']);

  expect(statements).toEqual([create, alter]);
});

test('a schema’s name stands for itself alone', async () => {
  const { database, statements } = server(mysql);

  await ensureUser(database, reader, 'secret', ['my_shop`s%']);

  expect(statements.at(-1)).toBe(
    `GRANT SELECT, SHOW VIEW ON \`my\\_shop\`\`s\\%\`.* TO ${account}`,
  );
});

test('a grant on a schema with an underscore is recognized as it is stored', async () => {
  const { database, statements } = server({
    ...mysql,
    SCHEMA_PRIVILEGES: granted('my\\_shop', 'SELECT', 'SHOW VIEW'),
  });

  await ensureUser(database, reader, 'secret', ['my_shop']);

  expect(statements).toEqual([create, alter]);
});

test('a user without schemas loses what it had', async () => {
  const { database, statements } = server({ ...mysql, ...complete });

  await ensureUser(database, reader, 'secret', []);

  expect(statements).toEqual([create, alter, revoke]);
});

test('a password stands in no statement', async () => {
  const { database, statements } = server(mysql);

  await ensureUser(database, reader, 'hunter2', ['shop']);

  expect(statements.join()).not.toContain('hunter2');
});

test('the application’s schemas are all but the server’s own, in whatever case', async () => {
  const names = ['shop', 'INFORMATION_SCHEMA', 'mysql', 'performance_schema', 'sys', 'accounts'];
  const { database } = server({ SCHEMATA: names.map((name) => ({ name })) });

  expect(await applicationSchemas(database)).toEqual(['accounts', 'shop']);
});

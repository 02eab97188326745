import { expect, test } from 'vitest';
import { type Account, accountName, undeclaredAccounts } from './accounts.ts';
import type { Database } from './database.ts';

const at = (username: string, host = '%'): Account => ({ username, host });

/** A server at which the master user is at work. */
const server = (version: string, ...accounts: Account[]): Database => ({
  async query(sql) {
    if (sql.includes('VERSION()')) return [{ version }];
    if (sql.includes('CURRENT_USER()')) return [{ account: 'admin@%' }];
    const roles = sql.includes("is_role = 'N'") ? [] : [at('a_role', '')];
    return [at('admin'), ...accounts, ...roles].map((one) => ({ ...one }));
  },
  close: async () => undefined,
});

const undeclared = async (accounts: Account[], ...declared: Account[]) =>
  (await undeclaredAccounts(server('8.0.39', at('admin'), ...accounts), declared))
    .map(accountName)
    .filter((name) => name !== 'a_role@');

test.each([
  at('rdsadmin', 'localhost'),
  at('rdsrepladmin'),
  at('rdsproxyadmin'),
  at('rds_superuser_role'),
  at('AWS_LAMBDA_ACCESS'),
  at('AWS_SELECT_S3_ACCESS'),
  at('mysql.sys', 'localhost'),
  at('mysql.infoschema', 'localhost'),
  at('mysql.session', 'localhost'),
  at('mariadb.sys', 'localhost'),
  at('root', 'localhost'),
])('$username@$host is the server’s own', async (account) => {
  expect(await undeclared([account])).toEqual([]);
});

test('root from elsewhere, and names that only look like the server’s, are somebody’s', async () => {
  const accounts = [at('root'), at('rdsadmin2'), at('AWS_ME'), at('aws_lambda_access')];

  expect(await undeclared(accounts)).toEqual(accounts.map(accountName));
});

test('the user at work and the declared ones are not undeclared', async () => {
  expect(await undeclared([at('app'), at('etl')], at('app'))).toEqual(['etl@%']);
});

test('a declared user’s name at another host is another account', async () => {
  expect(await undeclared([at('app'), at('app', '10.%'), at('APP')], at('app'))).toEqual([
    'app@10.%',
    'APP@%',
  ]);
});

test('hosts are the same in capitals', async () => {
  expect(await undeclared([at('app', 'LOCALHOST')], at('app', 'localhost'))).toEqual([]);
});

test('MySQL’s roles are accounts, and MariaDB’s are none', async () => {
  const names = async (version: string) =>
    (await undeclaredAccounts(server(version), [])).map(accountName);

  expect(await names('8.0.39')).toEqual(['a_role@']);
  expect(await names('11.8.3-MariaDB')).toEqual([]);
});

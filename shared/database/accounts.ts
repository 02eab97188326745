import { isSystemAccount } from '../configuration/database.ts';
import type { Database } from './database.ts';
import { account } from './quoting.ts';
import { isMariadb } from './version.ts';

export interface Account {
  readonly username: string;
  readonly host: string;
}

/** As people read it: `etl@10.%`. Hosts are the same in capitals. */
export const accountName = ({ username, host }: Account): string =>
  `${username}@${host.toLowerCase()}`;

/**
 * The accounts that a server has beside its own, the one at work and the declared ones. A declared
 * user's name at another host is another account. MySQL's roles are accounts; MariaDB's can never
 * log in, and are none.
 */
export async function undeclaredAccounts(
  database: Database,
  declared: readonly Account[],
): Promise<Account[]> {
  const people = (await isMariadb(database)) ? " WHERE is_role = 'N'" : '';
  const rows = await database.query(
    `SELECT User AS username, Host AS host FROM mysql.user${people} ORDER BY User, Host`,
  );
  const spared = new Set([...declared, await accountAtWork(database)].map(accountName));
  return rows
    .map(({ username, host }) => ({ username: String(username), host: String(host) }))
    .filter((one) => !isSystemAccount(one.username, one.host) && !spared.has(accountName(one)));
}

/** A host holds no `@`, a name may. */
async function accountAtWork(database: Database): Promise<Account> {
  const [row] = await database.query('SELECT CURRENT_USER() AS account');
  const [, username = '', host = ''] = /^(.*)@(.*)$/s.exec(String(row?.account)) ?? [];
  return { username, host };
}

/** Whether it was locked before makes no difference. */
export const lockAccount = ({ username, host }: Account): string =>
  `ALTER USER ${account(username, host)} ACCOUNT LOCK`;

/** Views, routines, triggers and events that run as this account fail from now on. */
export const dropAccount = ({ username, host }: Account): string =>
  `DROP USER IF EXISTS ${account(username, host)}`;

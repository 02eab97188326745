import { escape as quote } from 'mysql2';
import type { Login } from '../database-engine.ts';

/**
 * Makes the administrator, or gives it back its password and privileges, which is what RDS does when
 * the master password is set.
 */
export const masterAccount = ({ username, password }: Login): string[] => {
  const user = `${quote(username)}@'%'`;
  return [
    `CREATE USER IF NOT EXISTS ${user}`,
    `ALTER USER ${user} IDENTIFIED BY ${quote(password)} ACCOUNT UNLOCK`,
    `GRANT ${MASTER_PRIVILEGES.join(', ')} ON *.* TO ${user} WITH GRANT OPTION`,
  ];
};

/** Aurora MySQL version 2's list of the master user, but for the two that only Aurora has. */
const MASTER_PRIVILEGES = [
  'ALTER',
  'ALTER ROUTINE',
  'CREATE',
  'CREATE ROUTINE',
  'CREATE TEMPORARY TABLES',
  'CREATE USER',
  'CREATE VIEW',
  'DELETE',
  'DROP',
  'EVENT',
  'EXECUTE',
  'INDEX',
  'INSERT',
  'LOCK TABLES',
  'PROCESS',
  'REFERENCES',
  'RELOAD',
  'REPLICATION CLIENT',
  'REPLICATION SLAVE',
  'SELECT',
  'SHOW DATABASES',
  'SHOW VIEW',
  'TRIGGER',
  'UPDATE',
  // MariaDB's own part of REPLICATION CLIENT: SHOW REPLICA STATUS.
  'SLAVE MONITOR',
  // MariaDB's own; without it the master could not GRANT ALL on a database.
  'DELETE HISTORY',
];

/** RDS keeps an account of this name for itself too. */
export const ENGINE_USER = 'rdsadmin';

/** The engine's own account, made anew with a new password at every start. */
export const engineAccount = (password: string): string[] => [
  `CREATE OR REPLACE USER ${ENGINE_USER}@'127.0.0.1' IDENTIFIED BY ${quote(password)}`,
  `GRANT ALL PRIVILEGES ON *.* TO ${ENGINE_USER}@'127.0.0.1' WITH GRANT OPTION`,
];

/** Leaves only the account without a login that owns the system views. */
export const NO_ACCOUNTS = [
  "DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys'",
  'DELETE FROM mysql.proxies_priv',
];

/** For input that the server reads a line at a time. */
export const asScript = (statements: readonly string[]): string =>
  statements.map((statement) => `${statement};\n`).join('');

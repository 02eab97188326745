import { type DatabaseUser, privilegesOf, systemSchemas } from '../configuration/database.ts';
import type { Database } from './database.ts';
import { grantee, literal, quoted, schemaPattern } from './quoting.ts';
import { versionOf } from './version.ts';

/** The schemas that applications use: all but the server's own. */
export async function applicationSchemas(database: Database): Promise<string[]> {
  const rows = await database.query('SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA');
  return rows
    .map(({ name }) => String(name))
    .filter((name) => !systemSchemas.includes(name.toLowerCase()))
    .sort();
}

/**
 * Makes a user exist with this password and exactly its declared privileges. Repeating changes
 * nothing. The statements are the subset that MySQL 5.7.8 to 8.4 and MariaDB share.
 */
export async function ensureUser(
  database: Database,
  user: DatabaseUser,
  password: string,
  schemas: readonly string[],
): Promise<void> {
  const account = `${literal(user.username)}@${literal(user.host)}`;
  await database.query(`CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ? REQUIRE SSL`, [
    password,
  ]);
  /** An account that existed keeps its old password over CREATE IF NOT EXISTS. */
  await database.query(`ALTER USER ${account} IDENTIFIED BY ? REQUIRE SSL ACCOUNT UNLOCK`, [
    password,
  ]);
  const wanted = wantedGrants(user, schemas);
  const held = await heldGrants(database, user);
  const surplus = [...held].some((grant) => !wanted.has(grant));
  for (const role of await heldRoles(database, user))
    await database.query(`REVOKE ${role} FROM ${account}`);
  if (surplus) await database.query(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${account}`);
  if (!surplus && [...wanted].every((grant) => held.has(grant))) return;
  for (const schema of schemas)
    await database.query(
      `GRANT ${privilegesOf(user).join(', ')} ON ${quoted(schemaPattern(schema))}.* TO ${account}`,
    );
}

/** Grants as comparable words: where, what, and whether it may be passed on. */
const wantedGrants = (user: DatabaseUser, schemas: readonly string[]): Set<string> =>
  new Set(
    schemas.flatMap((schema) =>
      privilegesOf(user).map((privilege) => `${schemaPattern(schema)} ${privilege} NO`),
    ),
  );

/** Everything granted to the account by name, at every level that the server tells of. */
async function heldGrants(database: Database, user: DatabaseUser): Promise<Set<string>> {
  const account = grantee(user.username, user.host);
  const levels = [
    { table: 'USER_PRIVILEGES', where: "'*'" },
    { table: 'SCHEMA_PRIVILEGES', where: 'TABLE_SCHEMA' },
    { table: 'TABLE_PRIVILEGES', where: "CONCAT(TABLE_SCHEMA, '.', TABLE_NAME)" },
    {
      table: 'COLUMN_PRIVILEGES',
      where: "CONCAT(TABLE_SCHEMA, '.', TABLE_NAME, '.', COLUMN_NAME)",
    },
  ];
  const held = new Set<string>();
  for (const { table, where } of levels) {
    const rows = await database.query(
      `SELECT ${where} AS place, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable
       FROM information_schema.${table} WHERE GRANTEE = ?`,
      [account],
    );
    for (const { place, privilege, grantable } of rows)
      if (privilege !== 'USAGE' || grantable === 'YES')
        held.add(`${place} ${privilege} ${grantable}`);
  }
  /** Those on single routines are in none of the views. */
  const routines = await database.query(
    "SELECT CONCAT(Db, '.', Routine_name) AS place, Proc_priv AS privilege FROM mysql.procs_priv WHERE User = ? AND Host = ?",
    [user.username, user.host],
  );
  for (const { place, privilege } of routines) held.add(`${place} ${privilege}`);
  return held;
}

/** Roles are in none of those views, and where they are kept differs. */
async function heldRoles(database: Database, { username, host }: DatabaseUser): Promise<string[]> {
  const version = await versionOf(database);
  if (version.includes('MariaDB')) {
    const rows = await database.query(
      'SELECT Role AS role FROM mysql.roles_mapping WHERE User = ? AND Host = ?',
      [username, host],
    );
    return rows.map(({ role }) => literal(String(role)));
  }
  if (version.startsWith('5.')) return [];
  const rows = await database.query(
    'SELECT FROM_USER AS role, FROM_HOST AS host FROM mysql.role_edges WHERE TO_USER = ? AND TO_HOST = ?',
    [username, host],
  );
  return rows.map((row) => `${literal(String(row.role))}@${literal(String(row.host))}`);
}

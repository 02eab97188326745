import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import { onDatabase } from '../local/database.ts';
import { type Check, check } from './check.ts';
import type { Evidence } from './prove.ts';

const login = z.object({ username: z.string(), password: z.string() });

/** Each user logs in with the password of its secret, may do what it should, and no more. */
export async function proveUsers({
  pipeline,
  clients,
  cluster,
  operation,
}: Evidence): Promise<Check[]> {
  const { ca } = pipeline.databases;
  const { users = [] } = operation;
  const checks: Check[] = [
    check(
      ['app_user', 'readonly_user'].every((name) =>
        users.some(({ username }) => username === name),
      ),
      'app_user and readonly_user are set up',
    ),
  ];
  for (const { username, secret_name: SecretId } of users) {
    const { SecretString = '{}' } = await clients.secrets.send(
      new GetSecretValueCommand({ SecretId }),
    );
    const secret = login.parse(JSON.parse(SecretString));
    const proven = await onDatabase(cluster, secret, ca, (connection) =>
      tryOut(connection, username, SecretId),
    ).catch((error: Error) => [check(false, `${username} logs in: ${error.message}`)]);
    checks.push(...proven);
  }
  return checks;
}

async function tryOut(connection: Connection, username: string, secret: string): Promise<Check[]> {
  const tls = await value(connection, "SHOW STATUS LIKE 'Ssl_version'", 'Value');
  const reads = await allowed(connection, 'SELECT COUNT(*) FROM shop.customers');
  await connection.query('START TRANSACTION');
  const writes = await allowed(connection, "UPDATE shop.customers SET name = '?' WHERE id = 1");
  await connection.query('ROLLBACK');
  const drops = await allowed(connection, 'DROP TABLE shop.payments');
  const mayWrite = username !== 'readonly_user';
  return [
    check(tls.startsWith('TLS'), `${username} logs in by ${tls}, verified, as ${secret} says`),
    check(
      reads && writes === mayWrite && !drops,
      `${username} may ${mayWrite ? 'read and write' : 'read but not write'}, and not drop a table`,
    ),
    check(true, `${username} has ${await grants(connection)}`),
  ];
}

/** MySQL refuses what a user may not do with 1142, `ER_TABLEACCESS_DENIED_ERROR`. */
async function allowed(connection: Connection, sql: string): Promise<boolean> {
  try {
    await connection.query(sql);
    return true;
  } catch (error) {
    if (error instanceof Error && 'errno' in error && error.errno === 1142) return false;
    throw error;
  }
}

async function value(connection: Connection, sql: string, column: string): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>(sql);
  return String(row?.[column] ?? '');
}

/** Without the line that holds the password's hash. */
async function grants(connection: Connection): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>('SHOW GRANTS');
  return rows
    .map((row) => /^GRANT (.*) TO /.exec(String(Object.values(row)[0]))?.[1] ?? '')
    .filter((grant) => !grant.startsWith('USAGE'))
    .join('; ');
}

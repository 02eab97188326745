import type { DBCluster } from '@aws-sdk/client-rds';
import { type Connection, createConnection } from 'mysql2/promise';
import type { Login } from '../../infra/local/rds/database-engine.ts';
import { verifiedOptions } from '../../infra/local/rds/mariadb/verified-options.ts';

/** Works on a cluster's database, over TLS that is verified, and gives the connection back. */
export async function onDatabase<T>(
  { Endpoint = '', Port = 0 }: Pick<DBCluster, 'Endpoint' | 'Port'>,
  { username: user, password }: Login,
  ca: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const server = verifiedOptions({ address: Endpoint, port: Port }, ca);
  const connection = await createConnection({ ...server, user, password });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}

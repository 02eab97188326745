import { Passing, StepFailure } from '../errors.ts';
import { type Endpoint, StatementRefused } from './database.ts';

/** mysql2's errors carry the statement, and with it a password: nothing of them is passed on. */
export function statementError(error: unknown): Error {
  const { errno, symbol, message } = read(error);
  return errno > 0
    ? new StatementRefused(errno, symbol, message)
    : new Passing('DATABASE_UNREACHABLE', `the connection to the database broke (${symbol})`);
}

/** Source: MySQL error reference, "Server error message reference"; mysql2's own codes. */
export function connectionError(error: unknown, { host, port }: Endpoint, username: string): Error {
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

/** mysql2's own clock, not the server's. */
export const ranOutOfTime = (error: unknown): boolean =>
  read(error).symbol === 'PROTOCOL_SEQUENCE_TIMEOUT';

function read(error: unknown) {
  const fields: { errno?: unknown; code?: unknown; message?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  return {
    errno: typeof fields.errno === 'number' ? fields.errno : 0,
    symbol: String(fields.code ?? 'unknown'),
    message: String(fields.message ?? ''),
  };
}

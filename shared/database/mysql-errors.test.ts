import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Passing, StepFailure } from '../errors.ts';
import { StatementRefused } from './database.ts';
import { connectionError, statementError } from './mysql-errors.ts';

const endpoint = { host: 'target.example', port: 3306 };

/** As mysql2 makes them. */
const mysqlError = (message: string, more: object) => Object.assign(new Error(message), more);

test('a statement that the server refuses is told by its number, and not by its words', () => {
  const statement = "ALTER USER 'app_user'@'%' IDENTIFIED BY 'hunter2'";
  const error = mysqlError(`You have an error near '${statement}'`, {
    errno: 1064,
    code: 'ER_PARSE_ERROR',
    sql: statement,
    sqlMessage: `near '${statement}'`,
  });

  const told = statementError(error);

  expect(told).toBeInstanceOf(StatementRefused);
  expect(told.message).toBe('MySQL error 1064 (ER_PARSE_ERROR)');
  expect(`${inspect(told)} ${JSON.stringify(told)} ${told.stack}`).not.toContain('hunter2');
});

test('a connection that breaks may hold next time', () => {
  const error = mysqlError('read ECONNRESET: hunter2', { errno: -104, code: 'ECONNRESET' });

  const told = statementError(error);

  expect(told).toBeInstanceOf(Passing);
  expect(told.message).toBe('the connection to the database broke (ECONNRESET)');
});

test.each([1045, 1044, 1698, 1130, 1862, 3118])(
  'a login that is refused with %i fails until somebody acts',
  (errno) => {
    const error = mysqlError("Access denied (using password: 'hunter2')", {
      errno,
      code: 'ER_ACCESS_DENIED_ERROR',
    });

    const told = connectionError(error, endpoint, 'the master user admin');

    expect(told).toMatchObject({ code: 'DATABASE_LOGIN_REFUSED' });
    expect(told.message).toBe(
      'target.example:3306 refused the login of the master user admin (ER_ACCESS_DENIED_ERROR)',
    );
  },
);

const notReady = [
  { errno: 1040, code: 'ER_CON_COUNT_ERROR', message: 'Too many connections' },
  { errno: 1053, code: 'ER_SERVER_SHUTDOWN', message: 'Server shutdown in progress' },
  { errno: 1836, code: 'ER_READ_ONLY_MODE', message: 'Running in read-only mode' },
  {
    errno: 1290,
    code: 'ER_OPTION_PREVENTS_STATEMENT',
    message:
      'The MySQL server is running with the --read-only option so it cannot execute this statement',
  },
];

test.each(notReady)('a server that answers $errno is not ready, and may be next time', (answer) => {
  const error = mysqlError(answer.message, answer);

  for (const told of [statementError(error), connectionError(error, endpoint, 'admin')]) {
    expect(told).toBeInstanceOf(Passing);
    expect(told).toMatchObject({ code: 'DATABASE_NOT_READY' });
    expect(told.message).toContain(answer.code);
  }
});

test('another option that prevents a statement makes it a statement that is refused', () => {
  const error = mysqlError('The MySQL server is running with the --secure-file-priv option', {
    errno: 1290,
    code: 'ER_OPTION_PREVENTS_STATEMENT',
  });

  expect(statementError(error)).toBeInstanceOf(StatementRefused);
});

test.each([
  { code: 'HANDSHAKE_SSL_ERROR', message: 'self-signed certificate in certificate chain' },
  { code: 'HANDSHAKE_NO_SSL_SUPPORT', message: 'Server does not support secure connection' },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: "does not match certificate's altnames" },
  { code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' },
])('a server that cannot be trusted fails until somebody acts: $message', ({ code, message }) => {
  const told = connectionError(mysqlError(message, { code }), endpoint, 'admin');

  expect(told).toBeInstanceOf(StepFailure);
  expect(told).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  expect(told.message).toContain(message);
});

test.each([
  ['ECONNREFUSED', 'DATABASE_NOT_READY'],
  ['PROTOCOL_CONNECTION_LOST', 'DATABASE_NOT_READY'],
  ['ETIMEDOUT', 'DATABASE_UNREACHABLE'],
  ['ENOTFOUND', 'DATABASE_UNREACHABLE'],
])('a connection that is not made (%s) may be next time: %s', (symbol, code) => {
  const error = mysqlError('connect', { code: symbol, errno: -1 });

  const told = connectionError(error, endpoint, 'admin');

  expect(told).toBeInstanceOf(Passing);
  expect(told).toMatchObject({ code });
  expect(told.message).toBe(`target.example:3306 could not be connected to (${symbol})`);
});

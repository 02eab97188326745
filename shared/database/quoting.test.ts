import { expect, test } from 'vitest';
import { account, literal, quoted, schemaPattern } from './quoting.ts';

test('a quote in a literal does not end it', () => {
  expect(literal("o'neil")).toBe("'o''neil'");
});

test.each(['a\\', 'a\nb', 'a\rb', 'a\0b'])('a literal refuses %j', (text) => {
  expect(() => literal(text)).toThrow('characters');
});

test('a backtick in an identifier does not end it', () => {
  expect(quoted('a`b')).toBe('`a``b`');
});

test('wildcards in a schema’s name stand for themselves', () => {
  expect(schemaPattern('my_shop%')).toBe('my\\_shop\\%');
});

test.each([
  ['etl', '10.%', '`etl`@`10.%`'],
  ["o'neil", 'a`b', "`o'neil`@`a``b`"],
  ['back\\slash', '%', '`back\\slash`@`%`'],
  ['', 'localhost', "''@`localhost`"],
])('account %j at %j is written as it is', (username, host, text) => {
  expect(account(username, host)).toBe(text);
});

import { expect, test } from 'vitest';
import { splitStatements, UnterminatedSqlError } from './split-statements.ts';

const split = (script: string) => [...splitStatements(script)].map(({ sql }) => sql);

test('statements end at the delimiter and the last one needs none', () => {
  expect(split('SELECT 1;\n  SELECT 2 ;; SELECT 3\n')).toEqual([
    'SELECT 1',
    'SELECT 2',
    'SELECT 3',
  ]);
});

test('nothing but spaces and comments is no statement', () => {
  expect(split(' -- a\n# b;\n/* c; */ ;\n--')).toEqual([]);
});

test('each statement tells the line it begins on', () => {
  const script = '-- two lines\n\n/* and\ntwo */ SELECT\n  1;\r\nSELECT 2;SELECT 3';

  const lines = [...splitStatements(script)].map(({ line }) => line);

  expect(lines).toEqual([4, 6, 6]);
});

test.each([
  ["a string with a delimiter, '';' and a quote", 'SELECT \'a;\'\'b;\\\';\', "c;\\";"""'],
  ['a string that ends in a backslash', "SELECT '\\\\'"],
  ['a quoted name, where a backslash is nothing special', 'SELECT `a;``\\`'],
  ['a string with comment signs', "SELECT '-- /* #', `#`"],
  ['comments with quotes and delimiters', "SELECT 1 -- it's;\n+ 2 # it's;\n+ /* it's; */ 3"],
  ['a comment right behind a star', "SELECT 2*/* it's; */3"],
  ['two dashes without a space', 'SELECT 5--1'],
  ['an optimizer hint', 'SELECT /*+ MAX_EXECUTION_TIME(1000) */ 1'],
])('%s does not end a statement', (_, statement) => {
  expect(split(`${statement};SELECT 'next'`)).toEqual([statement, "SELECT 'next'"]);
});

test('what the server executes of a comment stays whole', () => {
  const dump = "/*!40101 SET NAMES utf8 */;\n/*M!100100 SET @a='*/;' /* x; */; */;\nSELECT 1";

  expect(split(dump)).toEqual([
    '/*!40101 SET NAMES utf8 */',
    "/*M!100100 SET @a='*/;' /* x; */; */",
    'SELECT 1',
  ]);
});

test('routines and triggers come whole under a delimiter of their own', () => {
  const script = [
    'DELIMITER ;;',
    '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON x',
    'FOR EACH ROW BEGIN SET NEW.a = 1; END */;;',
    'delimiter $$  ',
    'CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END $$',
    'DELIMITER ;\r',
    'SELECT 1;',
  ].join('\n');

  const statements = split(script);

  expect(statements).toHaveLength(3);
  expect(statements[0]).toMatch(/^\/\*!50003 CREATE\*\/[\s\S]*END \*\/$/);
  expect(statements[1]).toBe('CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END');
  expect(statements[2]).toBe('SELECT 1');
});

test.each([
  ["SELECT 'a;\\'", 'string'],
  ['SELECT "a', 'quoted string'],
  ['SELECT `a', 'quoted name'],
  ['SELECT /* a', 'comment'],
  ['SELECT /*!50000 a', 'comment'],
])('%s is told with its line, after the statements before it', (unfinished, what) => {
  const statements = splitStatements(`SELECT 1;\n\n${unfinished};\n`);

  expect(statements.next().value?.sql).toBe('SELECT 1');
  expect(() => statements.next()).toThrow(new UnterminatedSqlError(what, 3));
});

test('a string of a megabyte and a hundred thousand statements are no trouble', () => {
  const big = `SELECT '${'\\\\'.repeat(500_000)}'`;

  expect(split(big)).toEqual([big]);
  expect(split('SELECT 1;\n'.repeat(100_000))).toHaveLength(100_000);
});

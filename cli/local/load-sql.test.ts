import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sharedEngine } from '../../infra/local/rds/mariadb/engine.fixture.ts';
import { loadSql } from './load-sql.ts';

const { created } = sharedEngine();

test('a compressed dump is loaded, and a statement that fails is told with its line', async () => {
  const { connection } = await created();
  const dump = [
    '/*!40101 SET NAMES utf8mb4 */;',
    'CREATE DATABASE dumped;',
    'USE dumped;',
    'CREATE TABLE `notes` (text VARCHAR(40));',
    "INSERT INTO `notes` VALUES ('one; two'),('it\\'s 李');",
    'DELIMITER ;;',
    '/*!50003 CREATE*/ /*!50003 TRIGGER shout BEFORE INSERT ON notes FOR EACH ROW',
    'BEGIN SET NEW.text = UPPER(NEW.text); SET @seen = 1; END */;;',
    'DELIMITER ;',
    "INSERT INTO notes VALUES ('loud');",
  ].join('\n');

  const statements = await loadSql(connection, gzipSync(dump));
  const [rows] = await connection.query('SELECT text FROM dumped.notes');

  expect(statements).toBe(7);
  expect(rows).toEqual([{ text: 'one; two' }, { text: "it's 李" }, { text: 'LOUD' }]);
  await expect(loadSql(connection, 'SELECT 1;\n\nSELECT nothing;')).rejects.toThrow(
    /^line 3: .*nothing/,
  );
});

import { expect, test } from 'vitest';
import { type Database, StatementRefused } from './database.ts';
import { endReplication, replicationSources } from './replication.ts';

/** A server that answers these statements, and refuses all others with this number. */
function server(answers: Readonly<Record<string, readonly object[]>>, errno = 1064) {
  const asked: string[] = [];
  const database: Database = {
    async query(sql) {
      asked.push(sql);
      const answer = answers[sql];
      if (!answer) throw new StatementRefused(errno, 'ER', sql);
      return answer.map((row) => ({ ...row }));
    },
    close: async () => undefined,
  };
  return { database, asked };
}

test('a source is told by its host, port and channel', async () => {
  const { database } = server({
    'SHOW REPLICA STATUS': [
      { Source_Host: 'a.example', Source_Port: 3306, Channel_Name: '' },
      { Source_Host: 'b.example', Source_Port: 3307, Channel_Name: 'reports' },
    ],
  });

  expect(await replicationSources(database)).toEqual([
    'a.example:3306',
    'b.example:3307 (reports)',
  ]);
});

test('a server that does not know the new word is asked with the old one', async () => {
  const { database } = server({
    'SHOW SLAVE STATUS': [{ Master_Host: 'a.example', Master_Port: 3306 }],
  });

  expect(await replicationSources(database)).toEqual(['a.example:3306']);
});

test('a server that may not be asked is no server without replication', async () => {
  const { database } = server({}, 1227);

  await expect(replicationSources(database)).rejects.toMatchObject({ errno: 1227 });
});

test.each(['source', 'master'])('replication ends on a server that says %s', async (word) => {
  const reset = `CALL mysql.rds_reset_external_${word}`;
  const { database, asked } = server({ 'CALL mysql.rds_stop_replication': [], [reset]: [] }, 1305);

  await endReplication(database);

  expect(asked[0]).toBe('CALL mysql.rds_stop_replication');
  expect(asked.at(-1)).toBe(reset);
});

test('replication that does not run any more is reset all the same', async () => {
  const { database, asked } = server({ 'CALL mysql.rds_reset_external_source': [] }, 1644);

  await endReplication(database);

  expect(asked.at(-1)).toBe('CALL mysql.rds_reset_external_source');
});

test('replication that is not allowed to be stopped is not reset', async () => {
  const { database, asked } = server({}, 1370);

  await expect(endReplication(database)).rejects.toMatchObject({ errno: 1370 });
  expect(asked).toEqual(['CALL mysql.rds_stop_replication']);
});

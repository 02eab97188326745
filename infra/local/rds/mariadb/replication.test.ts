import type { RowDataPacket } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { asScript } from './accounts.ts';
import { bootstrap } from './bootstrap.ts';
import { newKey, sharedEngine } from './engine.fixture.ts';
import { ensureMariadb } from './fetch/ensure-mariadb.ts';

const { engine, created, restored, started, connected, data } = sharedEngine();

/** With replication from a server that nobody reaches, set up by somebody who may do that. */
const replicating = async () => {
  const { cluster } = await created();
  await engine().stop(cluster);
  const able = { username: 'able', password: 'able' };
  const grant = "GRANT ALL PRIVILEGES ON *.* TO able@'%' IDENTIFIED BY 'able'";
  await bootstrap(await ensureMariadb(), data(cluster), asScript(['FLUSH PRIVILEGES', grant]));
  const running = await started(cluster);
  const connection = await connected(running.at, able);
  await connection.query(
    "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 1, MASTER_USER = 'nobody'",
  );
  await connection.query('START SLAVE');
  return running;
};

const status = 'SHOW REPLICA STATUS';

test('the master sees what replicates into a cluster', async () => {
  const { connection } = await replicating();

  const [rows] = await connection.query<RowDataPacket[]>(status);

  expect(rows).toMatchObject([{ Master_Host: '127.0.0.1', Slave_SQL_Running: 'Yes' }]);
});

test('the master ends replication by the procedures of RDS only', async () => {
  const { connection } = await replicating();
  await expect(connection.query('STOP REPLICA')).rejects.toMatchObject({ errno: 1227 });

  const [[stopped]] = await connection.query<RowDataPacket[][]>('CALL mysql.rds_stop_replication');
  const [during] = await connection.query<RowDataPacket[]>(status);
  const [[reset]] = await connection.query<RowDataPacket[][]>(
    'CALL mysql.rds_reset_external_master',
  );
  const [after] = await connection.query<RowDataPacket[]>(status);

  expect(stopped).toEqual([{ Message: 'Slave is now down or disabled' }]);
  expect(during).toMatchObject([{ Slave_IO_Running: 'No', Slave_SQL_Running: 'No' }]);
  expect(reset).toEqual([{ message: 'Slave has been reset' }]);
  expect(after).toEqual([]);
});

test('what does not replicate cannot be stopped, and resetting it is harmless', async () => {
  const { connection } = await created();

  await expect(connection.query('CALL mysql.rds_stop_replication')).rejects.toMatchObject({
    sqlState: '45000',
    message: expect.stringContaining('already stopped or may not be configured'),
  });
  await connection.query('CALL mysql.rds_reset_external_master');
});

test('a restored cluster inherits what replicates into its source', async () => {
  const { cluster } = await replicating();
  const snapshot = newKey();
  await engine().snapshot(cluster, snapshot);

  const { connection } = await restored(snapshot);
  const [inherited] = await connection.query<RowDataPacket[]>(status);
  await connection.query('CALL mysql.rds_reset_external_master');

  expect(inherited).toHaveLength(1);
  expect((await connection.query<RowDataPacket[]>(status))[0]).toEqual([]);
});

test('the procedures are there again after a stop, even if somebody dropped them', async () => {
  const { cluster, connection } = await created();
  await connection.query('DROP PROCEDURE mysql.rds_stop_replication');
  await engine().stop(cluster);

  const again = await started(cluster);

  await again.connection.query('CALL mysql.rds_reset_external_master');
  await expect(again.connection.query('CALL mysql.rds_stop_replication')).rejects.toThrow(
    'already stopped',
  );
});

import type { RowDataPacket } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { fingerprint } from '../../sample/fingerprint.ts';
import { loadSampleDatabase } from '../../sample/sample-database.ts';
import { newKey, onlyValue, sharedEngine } from './engine.fixture.ts';

const { engine, created, connected, restored } = sharedEngine();

test('a restored cluster has what was there at the snapshot, its users, and nothing later', async () => {
  const { cluster, at, connection } = await created();
  await loadSampleDatabase(connection, { size: { customers: 300, products: 50, orders: 900 } });
  const before = await fingerprint(connection);
  const snapshot = newKey();

  const { bytes } = await engine().snapshot(cluster, snapshot);
  await connection.query('CALL shop.place_order(1, 1, 1)');
  const copy = await restored(snapshot);

  expect(bytes).toBeGreaterThan(1_000_000);
  expect(copy.at.address).not.toBe(at.address);
  expect(await fingerprint(copy.connection)).toEqual(before);
  expect(await fingerprint(connection)).not.toEqual(before);
  await copy.connection.query('CALL shop.place_order(1, 1, 1)');
  expect(await fingerprint(copy.connection)).toEqual(await fingerprint(connection));
});

test('a snapshot taken while clients write is consistent and loses nothing acknowledged', async () => {
  const { cluster, at, connection } = await created();
  await connection.query('CREATE DATABASE bank');
  await connection.query('CREATE TABLE bank.accounts (id INT PRIMARY KEY, money INT NOT NULL)');
  await connection.query('CREATE TABLE bank.log (id INT AUTO_INCREMENT PRIMARY KEY)');
  const accounts = Array.from({ length: 50 }, (_, index) => [index + 1, 100]);
  await connection.query('INSERT INTO bank.accounts VALUES ?', [accounts]);
  const stop = new AbortController();
  let acknowledged = 0;
  const writers = [1, 2, 3].map(async (writer) => {
    const session = await connected(at);
    while (!stop.signal.aborted) {
      await session.beginTransaction();
      await session.query('UPDATE bank.accounts SET money = money - 1 WHERE id = ?', [writer]);
      await session.query('UPDATE bank.accounts SET money = money + 1 WHERE id = ?', [writer + 10]);
      await session.query('INSERT INTO bank.log VALUES ()');
      await session.commit();
      acknowledged += 1;
    }
  });
  await expect.poll(() => acknowledged).toBeGreaterThan(20);

  const atLeast = acknowledged;
  const snapshots = [newKey(), newKey(), newKey()];
  for (const snapshot of snapshots) await engine().snapshot(cluster, snapshot);
  stop.abort();
  await Promise.all(writers);

  for (const snapshot of snapshots) {
    const copy = await restored(snapshot);
    expect(await onlyValue(copy.connection, 'SELECT SUM(money) FROM bank.accounts')).toBe('5000');
    const moved = await onlyValue(
      copy.connection,
      'SELECT SUM(money) - 4700 FROM bank.accounts WHERE id > 3',
    );
    const logged = await onlyValue(copy.connection, 'SELECT COUNT(*) FROM bank.log');
    expect(Number(moved)).toBe(logged);
    expect(logged).toBeGreaterThanOrEqual(atLeast);
    const [checks] = await copy.connection.query<RowDataPacket[]>(
      'CHECK TABLE bank.accounts, bank.log, mysql.global_priv',
    );
    expect(checks.map(({ Msg_text }) => Msg_text)).toEqual(['OK', 'OK', 'OK']);
  }
});

test('a snapshot of a stopped cluster, and a copy of a snapshot, can be restored', async () => {
  const { cluster, connection } = await created();
  await connection.query('CREATE DATABASE kept');
  await engine().stop(cluster);
  const [first, second] = [newKey(), newKey()];

  await engine().snapshot(cluster, first);
  await engine().copySnapshot(first, second);
  await engine().deleteSnapshot(first);
  const copy = await restored(second);

  expect(await onlyValue(copy.connection, "SHOW DATABASES LIKE 'kept'")).toBe('kept');
  await expect(engine().restore(first, newKey())).rejects.toThrow();
});

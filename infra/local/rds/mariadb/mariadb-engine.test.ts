import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../sample/fingerprint.ts';
import { loadSampleDatabase } from '../../sample/sample-database.ts';
import { login, master, openEngine, temporaryDirectory } from './engine.fixture.ts';
import type { MariadbEngine } from './mariadb-engine.ts';
import { verifiedOptions } from './verified-options.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let engine: MariadbEngine;
const connections: Connection[] = [];

beforeAll(async () => {
  directory = await temporaryDirectory();
  engine = await openEngine(directory.path);
});

afterAll(async () => {
  for (const connection of connections) connection.destroy();
  await engine.close();
  await directory[Symbol.asyncDispose]();
});

const key = () => `key-${randomUUID()}`;

const running = async (cluster = key()) => {
  await engine.create(cluster, master);
  const at = await engine.start(cluster, { port: 3306 });
  return { cluster, at, connection: await connected(at) };
};

const connected = async (...args: Parameters<typeof login> extends [unknown, ...infer R] ? R : never) => {
  const connection = await login(engine, ...args);
  connections.push(connection);
  return connection;
};

const restored = async (snapshot: string) => {
  const cluster = key();
  await engine.restore(snapshot, cluster);
  const at = await engine.start(cluster, { port: 3306 });
  return { cluster, at, connection: await connected(at) };
};

const one = async (connection: Connection, sql: string): Promise<unknown> => {
  const [[row]] = await connection.query<RowDataPacket[]>(sql);
  return Object.values(row ?? {})[0];
};

test('a restored cluster has what was there at the snapshot, its users, and nothing later', async () => {
  const { cluster, at, connection } = await running();
  await loadSampleDatabase(connection, { size: { customers: 300, products: 50, orders: 900 } });
  const before = await fingerprint(connection);
  const snapshot = key();

  const { bytes } = await engine.snapshot(cluster, snapshot);
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
  const { cluster, at, connection } = await running();
  await connection.query('CREATE DATABASE bank');
  await connection.query('CREATE TABLE bank.accounts (id INT PRIMARY KEY, money INT NOT NULL)');
  await connection.query('CREATE TABLE bank.log (id INT AUTO_INCREMENT PRIMARY KEY)');
  await connection.query('INSERT INTO bank.accounts SELECT seq, 100 FROM seq_1_to_50');
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
  const snapshots = [key(), key(), key()];
  for (const snapshot of snapshots) await engine.snapshot(cluster, snapshot);
  stop.abort();
  await Promise.all(writers);

  for (const snapshot of snapshots) {
    const copy = await restored(snapshot);
    expect(await one(copy.connection, 'SELECT SUM(money) FROM bank.accounts')).toBe('5000');
    const moved = await one(copy.connection, 'SELECT SUM(money) - 4700 FROM bank.accounts WHERE id > 3');
    const logged = await one(copy.connection, 'SELECT COUNT(*) FROM bank.log');
    expect(Number(moved)).toBe(logged);
    expect(logged).toBeGreaterThanOrEqual(atLeast);
    const [checks] = await copy.connection.query<RowDataPacket[]>(
      'CHECK TABLE bank.accounts, bank.log, mysql.global_priv',
    );
    expect(checks.map(({ Msg_text }) => Msg_text)).toEqual(['OK', 'OK', 'OK']);
  }
});

test('a snapshot of a stopped cluster, and a copy of a snapshot, can be restored', async () => {
  const { cluster, connection } = await running();
  await connection.query('CREATE DATABASE kept');
  await engine.stop(cluster);
  const [first, second] = [key(), key()];

  await engine.snapshot(cluster, first);
  await engine.copySnapshot(first, second);
  await engine.deleteSnapshot(first);
  const copy = await restored(second);

  expect(await one(copy.connection, "SHOW DATABASES LIKE 'kept'")).toBe('kept');
  await expect(engine.restore(first, key())).rejects.toThrow();
});

test('a client that verifies the host is refused by another cluster', async () => {
  const [mine, other] = [await running(), await running()];

  const misled = createConnection({
    ...verifiedOptions(mine.at, engine.ca),
    stream: verifiedOptions(other.at, engine.ca).stream,
    user: master.username,
    password: master.password,
  });

  await expect(misled).rejects.toMatchObject({ code: 'HANDSHAKE_SSL_ERROR' });
});

test('a login without TLS is refused', async () => {
  const { at } = await running();

  const plain = createConnection({
    host: at.address,
    port: at.port,
    user: master.username,
    password: master.password,
  });

  await expect(plain).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
});

test('the master may administer data and users but not the server, and is alone', async () => {
  const { connection } = await running();

  await connection.query('CREATE DATABASE app');
  await connection.query("CREATE USER app@'%' IDENTIFIED BY 'x' REQUIRE SSL");
  await connection.query("GRANT ALL PRIVILEGES ON app.* TO app@'%'");

  for (const forbidden of ['SHUTDOWN', 'SET GLOBAL max_connections = 10'])
    await expect(connection.query(forbidden)).rejects.toMatchObject({ errno: 1227 });
  const [users] = await connection.query<RowDataPacket[]>('SELECT User FROM mysql.user ORDER BY 1');
  expect(users.map(({ User }) => User)).toEqual(['admin', 'app', 'mariadb.sys', 'rdsadmin']);
});

test('a new master password works at once, restores privileges and ends no session', async () => {
  const { cluster, at, connection } = await running();
  await connection.query("REVOKE CREATE USER ON *.* FROM admin@'%'");
  const changed = { ...master, password: 'changed' };

  await engine.setMasterPassword(cluster, changed);

  const again = await connected(at, changed);
  await again.query("CREATE USER restored@'%'");
  expect(await one(connection, 'SELECT 1')).toBe(1);
  await expect(login(engine, at)).rejects.toMatchObject({ errno: 1045 });
});

test('the master password of a stopped cluster can be set, and is in its snapshot', async () => {
  const { cluster } = await running();
  await engine.stop(cluster);
  const changed = { ...master, password: 'changed while stopped' };
  const [snapshot, copy] = [key(), key()];

  await engine.setMasterPassword(cluster, changed);
  await engine.snapshot(cluster, snapshot);
  await engine.restore(snapshot, copy);
  const at = await engine.start(copy, { port: 3306 });

  await expect(connected(at, changed)).resolves.toBeDefined();
});

test('starting again is harmless, and data outlive a stop and a sudden end', async () => {
  const { cluster, at, connection } = await running();
  await connection.query('CREATE DATABASE kept');

  expect(await engine.start(cluster, { port: 1 })).toEqual(at);
  await engine.stop(cluster);
  await engine.stop(cluster);
  await expect(login(engine, at)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const second = await connected(await engine.start(cluster, at));

  expect(await one(second, "SHOW DATABASES LIKE 'kept'")).toBe('kept');
});

test('a server whose port is taken gets another', async () => {
  const cluster = key();
  await engine.create(cluster, master);
  const { address } = await engine.start(cluster, { port: 3306 });
  await engine.stop(cluster);
  await using squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(3306, address, resolve));

  const at = await engine.start(cluster, { port: 3306 });

  expect(at.port).not.toBe(3306);
  await expect(connected(at)).resolves.toBeDefined();
});

test('a server that cannot start tells why', async () => {
  const cluster = key();
  await engine.create(cluster, master);
  await writeFile(join(directory.path, 'clusters', cluster, 'data/ibdata1'), 'broken');

  await expect(engine.start(cluster, { port: 3306 })).rejects.toMatchObject({
    code: 'SERVER_START_FAILED',
    message: expect.stringMatching(/exit code 1[\s\S]*ibdata1/),
  });
});

test('what fails leaves nothing behind and holds up nobody', async () => {
  const cluster = key();

  await expect(engine.restore('no-such-snapshot', cluster)).rejects.toThrow('no-such-snapshot');

  await engine.create(cluster, master);
  await expect(engine.create(cluster, master)).rejects.toThrow();
  await expect(engine.start(cluster, { port: 3306 })).resolves.toBeDefined();
});

test('a destroyed cluster is gone, and its key is free', async () => {
  const { cluster } = await running();

  await engine.destroy(cluster);
  await engine.destroy(cluster);

  await expect(engine.create(cluster, master)).resolves.toBeUndefined();
});

test('many clusters come up at once', async () => {
  const { cluster } = await running();
  const snapshot = key();
  await engine.snapshot(cluster, snapshot);

  const copies = await Promise.all(Array.from({ length: 12 }, () => restored(snapshot)));

  expect(new Set(copies.map(({ at }) => `${at.address}:${at.port}`)).size).toBe(12);
  await Promise.all(copies.map((copy) => engine.destroy(copy.cluster)));
});

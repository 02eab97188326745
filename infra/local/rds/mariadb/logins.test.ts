import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { login, master, newKey, onlyValue, sharedEngine } from './engine.fixture.ts';
import { verifiedOptions } from './verified-options.ts';

const { engine, created, connected } = sharedEngine();

test('a client that verifies the host is refused by another cluster', async () => {
  const [mine, other] = [await created(), await created()];

  const misled = createConnection({
    ...verifiedOptions(mine.at, engine().ca),
    stream: verifiedOptions(other.at, engine().ca).stream,
    user: master.username,
    password: master.password,
  });

  await expect(misled).rejects.toMatchObject({ code: 'HANDSHAKE_SSL_ERROR' });
});

test('a login without TLS is refused', async () => {
  const { at } = await created();

  const plain = createConnection({
    host: at.address,
    port: at.port,
    user: master.username,
    password: master.password,
  });

  await expect(plain).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
});

test('the master may administer data and users but not the server, and is alone', async () => {
  const { connection } = await created();

  await connection.query('CREATE DATABASE app');
  await connection.query("CREATE USER app@'%' IDENTIFIED BY 'x' REQUIRE SSL");
  await connection.query("GRANT ALL PRIVILEGES ON app.* TO app@'%'");

  for (const forbidden of ['SHUTDOWN', 'SET GLOBAL max_connections = 10'])
    await expect(connection.query(forbidden)).rejects.toMatchObject({ errno: 1227 });
  const [users] = await connection.query<RowDataPacket[]>('SELECT User FROM mysql.user ORDER BY 1');
  expect(users.map(({ User }) => User)).toEqual(['admin', 'app', 'mariadb.sys', 'rdsadmin']);
});

test('the master may lock and drop users, and disable events of others', async () => {
  const { at, connection } = await created();
  await connection.query("CREATE USER app@'%' IDENTIFIED BY 'x'");
  await connection.query("CREATE USER gone@'%'");
  await connection.query('CREATE DATABASE shop');
  await connection.query("GRANT ALL PRIVILEGES ON shop.* TO app@'%'");
  const app = await connected(at, { username: 'app', password: 'x' });
  await app.query('CREATE EVENT shop.clean ON SCHEDULE EVERY 1 DAY DO DO 0');

  await connection.query("ALTER USER app@'%' ACCOUNT LOCK");
  await connection.query("DROP USER gone@'%'");
  await connection.query('ALTER EVENT shop.clean DISABLE');

  const locked = connected(at, { username: 'app', password: 'x' });
  await expect(locked).rejects.toMatchObject({ errno: 4151 });
  expect(await onlyValue(connection, "SELECT COUNT(*) FROM mysql.user WHERE User = 'gone'")).toBe(
    0,
  );
  expect(await onlyValue(connection, 'SELECT STATUS FROM information_schema.EVENTS')).toBe(
    'DISABLED',
  );
});

test('a new master password works at once, restores privileges and ends no session', async () => {
  const { cluster, at, connection } = await created();
  await connection.query("REVOKE CREATE USER ON *.* FROM admin@'%'");
  const changed = { ...master, password: 'changed' };

  await engine().setMasterPassword(cluster, changed);

  const again = await connected(at, changed);
  await again.query("CREATE USER restored@'%'");
  expect(await onlyValue(connection, 'SELECT 1')).toBe(1);
  await expect(login(engine(), at)).rejects.toMatchObject({ errno: 1045 });
});

test('the master password of a stopped cluster can be set, and is in its snapshot', async () => {
  const { cluster } = await created();
  await engine().stop(cluster);
  const changed = { ...master, password: 'changed while stopped' };
  const [snapshot, copy] = [newKey(), newKey()];

  await engine().setMasterPassword(cluster, changed);
  await engine().snapshot(cluster, snapshot);
  await engine().restore(snapshot, copy);
  const at = await engine().start(copy, { port: 3306 });

  await expect(connected(at, changed)).resolves.toBeDefined();
});

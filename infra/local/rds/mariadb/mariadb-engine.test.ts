import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { login, master, newKey, onlyValue, sharedEngine } from './engine.fixture.ts';
import { serversUnder } from './running.ts';

const { engine, created, connected, started, restored, data, logged } = sharedEngine();

test('starting and stopping can be repeated, and data outlive a stop', async () => {
  const { cluster, at, connection } = await created();
  await connection.query('CREATE DATABASE kept');

  expect(await engine().start(cluster, { port: 1 })).toEqual(at);
  await engine().stop(cluster);
  await engine().stop(cluster);
  await expect(login(engine(), at)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const again = await started(cluster);

  expect(await onlyValue(again.connection, "SHOW DATABASES LIKE 'kept'")).toBe('kept');
});

test('a server that was killed is noticed, and starts again with what was committed', async () => {
  const { cluster, connection } = await created();
  await connection.query('CREATE DATABASE kept');
  await connection.query('CREATE TABLE kept.rows (id INT PRIMARY KEY)');
  await connection.query('INSERT INTO kept.rows VALUES (1), (2)');
  const [pid = 0] = await serversUnder(join(data(cluster), '..'));

  process.kill(pid, 'SIGKILL');
  await expect.poll(() => logged.join()).toContain(`${cluster} ended by itself: SIGKILL`);
  const again = await started(cluster);

  expect(await onlyValue(again.connection, 'SELECT COUNT(*) FROM kept.rows')).toBe(2);
});

test('a server whose port is taken gets another', async () => {
  const cluster = newKey();
  await engine().create(cluster, master);
  const { address } = await engine().start(cluster, { port: 3306 });
  await engine().stop(cluster);
  await using squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(3306, address, resolve));

  const at = await engine().start(cluster, { port: 3306 });

  expect(at.port).not.toBe(3306);
  await expect(connected(at)).resolves.toBeDefined();
});

test('a server that cannot start tells why', async () => {
  const cluster = newKey();
  await engine().create(cluster, master);
  await writeFile(join(data(cluster), 'ibdata1'), 'broken');

  await expect(engine().start(cluster, { port: 3306 })).rejects.toMatchObject({
    code: 'SERVER_START_FAILED',
    message: expect.stringMatching(/exit code 1[\s\S]*ibdata1/),
  });
});

test('what fails leaves nothing behind and holds up nobody', async () => {
  const cluster = newKey();

  await expect(engine().restore('no-such-snapshot', cluster)).rejects.toThrow('no-such-snapshot');

  await engine().create(cluster, master);
  await expect(engine().create(cluster, master)).rejects.toThrow();
  await expect(engine().start(cluster, { port: 3306 })).resolves.toBeDefined();
});

test('a destroyed cluster is gone, and its key is free', async () => {
  const { cluster } = await created();

  await engine().destroy(cluster);
  await engine().destroy(cluster);

  await expect(engine().create(cluster, master)).resolves.toBeUndefined();
});

test('many clusters come up at once', async () => {
  const { cluster } = await created();
  const snapshot = newKey();
  await engine().snapshot(cluster, snapshot);

  const copies = await Promise.all(Array.from({ length: 8 }, () => restored(snapshot)));

  expect(new Set(copies.map(({ at }) => `${at.address}:${at.port}`)).size).toBe(8);
  await Promise.all(copies.map((copy) => engine().destroy(copy.cluster)));
});

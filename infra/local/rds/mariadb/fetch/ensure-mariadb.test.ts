import { createHash } from 'node:crypto';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureMariadb } from './ensure-mariadb.ts';
import { findMariadb } from './find-mariadb.ts';
import { apt, fakeMachine } from './machine.fixture.ts';

const withApt = async (version: string) => {
  const machine = await fakeMachine();
  for (const [program, script] of Object.entries(apt(version))) await machine.has(program, script);
  return machine;
};

test('the named server comes before an installed one', async () => {
  await using machine = await fakeMachine();
  const named = await machine.hasServer('elsewhere', '11.4.2');
  const installed = await machine.hasServer('usr', '10.11.3');
  const search = { ...machine.search, folders: [join(machine.root, 'usr/sbin')] };

  const env = { ...search.env, AURORA_RESTORE_MARIADBD: named };

  expect(await ensureMariadb({ ...search, env })).toMatchObject({
    mariadbd: named,
    version: '11.4.2-MariaDB',
  });
  expect(await ensureMariadb(search)).toMatchObject({ mariadbd: installed });
});

test('a named server that cannot be used is an error, not a reason to look further', async () => {
  await using machine = await fakeMachine();
  const installed = await machine.hasServer('usr', '10.11.3');
  const old = await machine.hasServer('old', '10.4.1');
  const env = { PATH: join(installed, '..'), AURORA_RESTORE_MARIADBD: old };

  const found = findMariadb({ ...machine.search, env });

  await expect(found).rejects.toMatchObject({
    code: 'MARIADB_UNAVAILABLE',
    message: expect.stringContaining('10.5 is needed'),
  });
});

test('without a server one is fetched once, and found afterwards', async () => {
  await using machine = await withApt('99.1-1');

  const fetched = await ensureMariadb(machine.search);
  await rm(join(machine.root, 'bin'), { recursive: true });
  const found = await ensureMariadb(machine.search);

  expect(found).toEqual(fetched);
  expect(fetched).toMatchObject({
    version: '99.1-1-MariaDB',
    mariadbd: join(machine.root, 'cache/99.1-1-amd64/root/usr/sbin/mariadbd'),
    libraryPath: expect.stringMatching(/root\/usr\/lib\/x86_64-linux-gnu$/),
  });
  expect(await readdir(machine.search.cacheDirectory)).toEqual(['99.1-1-amd64']);
});

test('the manifest tells what was fetched, and whether the lock file vouches for it', async () => {
  await using machine = await withApt('99.1-1');
  await ensureMariadb(machine.search);

  const manifest = await readFile(
    join(machine.search.cacheDirectory, '99.1-1-amd64/manifest.json'),
    'utf8',
  );

  expect(JSON.parse(manifest).packages).toEqual([
    {
      name: 'libaio1',
      version: '0.3-1',
      architecture: 'amd64',
      sha256: createHash('sha256').update('library').digest('hex'),
      pinned: false,
    },
    expect.objectContaining({ name: 'mariadb-server-core', version: '1:99.1-1', pinned: false }),
  ]);
});

test('a pinned version with another content is refused, and nothing of it stays', async () => {
  const lock = await readFile(join(import.meta.dirname, '../mariadb.lock.json'), 'utf8');
  const [, pinned = ''] = /"mariadb-server-core_1:(.*)_amd64"/.exec(lock) ?? [];
  await using machine = await withApt(pinned);

  const fetching = ensureMariadb(machine.search);

  await expect(fetching).rejects.toThrow('but the lock file says');
  expect(await readdir(machine.search.cacheDirectory)).toEqual([]);
});

test('two who fetch at once both get the same server', async () => {
  await using machine = await withApt('99.1-1');

  const both = await Promise.all([ensureMariadb(machine.search), ensureMariadb(machine.search)]);

  expect(both[0]).toEqual(both[1]);
  expect(await readdir(machine.search.cacheDirectory)).toEqual(['99.1-1-amd64']);
});

test('a fetched server that no longer runs here is fetched again', async () => {
  await using machine = await withApt('99.1-1');
  const { mariadbd } = await ensureMariadb(machine.search);
  await rm(mariadbd);

  await ensureMariadb(machine.search);

  await expect(access(mariadbd)).resolves.toBeUndefined();
  expect(machine.logged.join()).toContain('left alone');
});

test.each([
  ['apt-get', 'sudo apt-get install mariadb-server-core'],
  ['brew', 'brew install mariadb'],
  ['dnf', 'sudo dnf install mariadb-server'],
])('where there is %s, the error says: %s', async (installer, command) => {
  await using machine = await fakeMachine();
  await machine.has(installer, "echo 'no network' >&2; exit 1");

  await expect(ensureMariadb(machine.search)).rejects.toMatchObject({
    code: 'MARIADB_UNAVAILABLE',
    message: expect.stringContaining(command),
  });
});

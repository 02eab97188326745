import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { copyData } from './copy-data.ts';
import { login, master, openEngine, temporaryDirectory } from './engine.fixture.ts';
import { ensureMariadb } from './fetch/ensure-mariadb.ts';
import { commonFlags } from './flags.ts';
import { sweepOrphans } from './orphans.ts';
import { claimDirectory } from './owner.ts';
import { programEnvironment } from './program.ts';
import { serversUnder, startOf } from './running.ts';
import { ensureTemplate } from './template.ts';

/** An engine in a program of its own, with one running server. */
const engineElsewhere = async (directory: string) => {
  const script = `
    import { createMariadbEngine } from '${import.meta.dirname}/create-engine.ts';
    import { ensureMariadb } from '${import.meta.dirname}/fetch/ensure-mariadb.ts';
    const [, directory, username, password] = process.argv;
    const program = await ensureMariadb();
    const engine = await createMariadbEngine({ program, directory, log: console.error });
    await engine.create('orphan', { username, password });
    await engine.start('orphan', { port: 3306 });
    console.log('up');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', script, directory, master.username, master.password],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(createInterface(child.stdout), 'line');
  expect(line).toBe('up');
  return child;
};

test('the servers of an engine that was killed end by themselves, and its data can be used', async () => {
  await using directory = await temporaryDirectory();
  const child = await engineElsewhere(directory.path);
  expect(await serversUnder(directory.path)).toHaveLength(1);
  await expect(openEngine(directory.path)).rejects.toThrow(`${child.pid}`);

  child.kill('SIGKILL');

  await expect.poll(() => serversUnder(directory.path), { timeout: 8_000 }).toEqual([]);
  const engine = await openEngine(directory.path);
  const connection = await login(engine, await engine.start('orphan', { port: 3306 }));
  await connection.end();
  await engine.close();
});

test('a sweep ends servers that nobody ends, even one that stands still, and removes their directory', async () => {
  await using parent = await temporaryDirectory();
  const directory = join(parent.path, 'dead');
  const data = join(directory, 'clusters/orphan/data');
  const program = await ensureMariadb();
  await mkdir(join(directory, 'clusters/orphan'), { recursive: true });
  await writeFile(
    join(directory, 'mariadb-owner-1.json'),
    JSON.stringify({ pid: 1, started: 'never' }),
  );
  await copyData(await ensureTemplate(program), data);
  const server = spawn(
    program.mariadbd,
    [...commonFlags(program, data), '--skip-networking', '--socket='],
    { env: programEnvironment(program), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  for await (const line of createInterface(server.stderr))
    if (line.includes('ready for connections')) break;
  server.kill('SIGSTOP');

  const removed = await sweepOrphans(parent.path, () => undefined);

  expect(removed).toEqual([directory]);
  expect(await readdir(parent.path)).toEqual([]);
  expect(server.pid && (await startOf(server.pid))).toBeUndefined();
});

test('a sweep spares what has a living owner and what is nobody’s', async () => {
  await using parent = await temporaryDirectory();
  await mkdir(join(parent.path, 'nobodys'));
  await claimDirectory(join(parent.path, 'mine'));

  const removed = await sweepOrphans(parent.path, () => undefined);

  expect(removed).toEqual([]);
  expect(await readdir(parent.path)).toEqual(['mine', 'nobodys']);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { login, master, openEngine, temporaryDirectory } from './engine.fixture.ts';
import { ensureMariadb } from './fetch/ensure-mariadb.ts';
import { commonFlags } from './flags.ts';
import { sweepOrphans } from './orphans.ts';
import { programEnvironment } from './program.ts';
import { serversUnder, startOf } from './running.ts';

/** An engine in a program of its own, with one running server. */
const engineElsewhere = async (directory: string) => {
  const script = `
    import { master, openEngine } from '${import.meta.dirname}/engine.fixture.ts';
    const engine = await openEngine(process.argv[1]);
    await engine.create('orphan', master);
    await engine.start('orphan', { port: 3306 });
    console.log('up');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
  const connection = await login(engine, await engine.start('orphan', { port: 3306 }), master);
  await connection.end();
  await engine.close();
});

test('a sweep ends even a server that stands still, and spares what has an owner', async () => {
  await using parent = await temporaryDirectory();
  const [dead, alive, foreign] = ['dead', 'alive', 'foreign'].map((name) => join(parent.path, name));
});

import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyData, copyFrozenData } from './copy-data.ts';
import { temporaryDirectory } from './engine.fixture.ts';
import { runProgram } from './run-program.ts';

const stateOf = async (pid: number | undefined) =>
  (await runProgram('ps', ['-o', 'state=', '-p', `${pid}`])).trim()[0];

test('a copy has every file, in folders with spaces and quotes too', async () => {
  await using directory = await temporaryDirectory();
  const [from, to] = [join(directory.path, `it's "one"`), join(directory.path, 'an other')];
  await mkdir(join(from, 'sub'), { recursive: true });
  await writeFile(join(from, 'sub/file'), 'content');

  await copyData(from, to);

  expect(await readFile(join(to, 'sub/file'), 'utf8')).toBe('content');
});

test('a server runs on after its data were copied, and after that failed', async () => {
  await using directory = await temporaryDirectory();
  const server = spawn('sleep', ['60']);
  const pid = server.pid ?? 0;
  await mkdir(join(directory.path, 'from'));

  await copyFrozenData(pid, join(directory.path, 'from'), join(directory.path, 'to'));
  const after = await stateOf(pid);
  const failing = copyFrozenData(pid, join(directory.path, 'nothing'), join(directory.path, 'to2'));

  await expect(failing).rejects.toThrow('nothing');
  expect([after, await stateOf(pid)]).toEqual(['S', 'S']);
  expect(await readdir(directory.path)).toEqual(['from', 'to']);
  server.kill('SIGKILL');
});

test('a server that has ended cannot be copied as if it ran', async () => {
  await using directory = await temporaryDirectory();
  const server = spawn('true');
  await new Promise((resolve) => server.once('exit', resolve));

  const copying = copyFrozenData(server.pid ?? 0, directory.path, join(directory.path, 'to'));

  await expect(copying).rejects.toThrow('copying');
});

import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { dataDirectory } from './data-directory.ts';
import { type Kept, together } from './kept.ts';
import { StateFile, StateFileError } from './state-file.ts';

async function directory() {
  const path = await mkdtemp(join(tmpdir(), 'state-file-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** Something that is counted. */
class Counter implements Kept {
  count = 0;
  save = () => ({ count: this.count });
  restore = (saved: unknown) => {
    this.count = z.object({ count: z.number() }).parse(saved).count;
  };
}

const quiet = () => undefined;

test('what one run saves the next one gets, and the file is there only between them', async () => {
  const path = await directory();
  const [before, after] = [new Counter(), new Counter()];
  before.count = 7;

  await (await StateFile.open(path, quiet)).save(together({ counter: before }));
  const between = await stat(dataDirectory(path).state);
  await (await StateFile.open(path, quiet)).resume(together({ counter: after }));

  expect(after.count).toBe(7);
  expect(between.mode & 0o777).toBe(0o600);
  expect(await readdir(path)).toEqual([]);
});

test.each<[what: string, content: Uint8Array]>([
  ['is no such file', Buffer.from('something else')],
  ['is damaged', serialize({ format: 1, state: { counter: { count: 7 } } }).subarray(0, 20)],
  ['has another format', serialize({ format: 0, state: {} })],
  ['lacks a part', serialize({ format: 1, state: {} })],
])('a file that %s is refused by its name, and stays', async (_, content) => {
  const path = await directory();
  const { state } = dataDirectory(path);
  await writeFile(state, content);

  const resumed = StateFile.open(path, quiet).then((file) =>
    file.resume(together({ counter: new Counter() })),
  );

  await expect(resumed).rejects.toThrow(StateFileError);
  await expect(resumed).rejects.toThrow(state);
  expect(await readdir(path)).toEqual(['environment.state']);
});

test('it is told where only the tables are left of the last run', async () => {
  const path = await directory();
  const told: string[] = [];
  const open = async () => await StateFile.open(path, (message) => told.push(message));

  await open();
  await mkdir(dataDirectory(path).tables);
  await open();

  expect(told).toEqual([expect.stringMatching(/did not end cleanly.*are lost/)]);
});

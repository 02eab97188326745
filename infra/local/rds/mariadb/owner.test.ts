import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './engine.fixture.ts';
import { claimDirectory, DirectoryInUseError } from './owner.ts';

test('a directory has one owner at a time', async () => {
  await using directory = await temporaryDirectory();
  const { release } = await claimDirectory(directory.path);

  await expect(claimDirectory(directory.path)).rejects.toThrow(DirectoryInUseError);
  await release();

  await expect(claimDirectory(directory.path)).resolves.toBeDefined();
});

test('of many who come at once at most one gets the directory', async () => {
  await using directory = await temporaryDirectory();

  const claims = await Promise.allSettled(
    Array.from({ length: 10 }, () => claimDirectory(directory.path)),
  );

  const won = claims.filter(({ status }) => status === 'fulfilled');
  expect(won.length).toBeLessThanOrEqual(1);
  expect(await readdir(directory.path)).toHaveLength(won.length);
});

test('a program that has ended owns nothing, even if another has its id now', async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'mariadb-owner-earlier.json');
  await writeFile(file, JSON.stringify({ pid: process.pid, started: 'before the flood' }));

  await expect(claimDirectory(directory.path)).resolves.toBeDefined();
});

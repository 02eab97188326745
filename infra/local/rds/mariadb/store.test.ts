import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './engine.fixture.ts';
import { Store } from './store.ts';

test('a folder appears when it is complete, once', async () => {
  await using directory = await temporaryDirectory();
  const store = await Store.open(directory.path);

  await store.add('a', async (folder) => {
    expect(await readdir(directory.path)).not.toContain('a');
    await writeFile(join(folder, 'file'), '');
  });
  const again = store.add('a', async () => undefined);

  await expect(again).rejects.toThrow('exists');
  expect(await readdir(store.path('a'))).toEqual(['file']);
});

test('a key that would lead out of the store is refused', async () => {
  await using directory = await temporaryDirectory();
  const store = await Store.open(directory.path);

  for (const key of ['..', '.hidden', 'a/b', '']) expect(() => store.path(key)).toThrow('not safe');
});

test('what was left half done is removed when the store is opened', async () => {
  await using directory = await temporaryDirectory();
  await mkdir(join(directory.path, '.draft'));

  await Store.open(directory.path);

  expect(await readdir(directory.path)).toEqual([]);
});

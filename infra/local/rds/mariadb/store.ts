import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ignore } from './ignore.ts';

/** Folders by key, which appear and disappear whole, even if we end in the middle. */
export class Store {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async open(directory: string): Promise<Store> {
    await mkdir(directory, { recursive: true });
    for (const name of await readdir(directory))
      if (name.startsWith('.')) await rm(join(directory, name), { recursive: true, force: true });
    return new Store(directory);
  }

  path(key: string): string {
    if (!/^[A-Za-z0-9][\w.-]*$/.test(key)) throw new Error(`not safe as a folder name: ${key}`);
    return join(this.#directory, key);
  }

  /** Fills a new folder. Rejects if there is one of this key already. */
  async add(key: string, fill: (folder: string) => Promise<void>): Promise<void> {
    const final = this.path(key);
    if (existsSync(final)) throw new Error(`${final} exists already`);
    const draft = join(this.#directory, `.${randomUUID()}`);
    await mkdir(draft);
    try {
      await fill(draft);
      await rename(draft, final);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    const gone = join(this.#directory, `.${randomUUID()}`);
    await rename(this.path(key), gone).catch(ignore('ENOENT'));
    await rm(gone, { recursive: true, force: true });
  }
}

/** The sum of the sizes of the files in a folder. */
export const sizeOf = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true })) {
    const { size } = await lstat(join(folder, entry));
    bytes += size;
  }
  return bytes;
};

import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { MariadbProgram } from '../program.ts';
import type { Environment } from '../run-program.ts';
import { inspectProgram } from './inspect-program.ts';

/**
 * What a fetched server's folder says about itself. The folder holds the unpacked packages in `root`
 * and appears under its name only when complete.
 */
export const Manifest = z.object({
  version: z.string(),
  architecture: z.string(),
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      architecture: z.string(),
      sha256: z.string(),
      /** Whether the lock file named this very checksum; else apt's signatures alone vouch for it. */
      pinned: z.boolean(),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

/** `.cache/mariadb` of the repository, or what `AURORA_RESTORE_MARIADB_CACHE` says. */
export const defaultCacheDirectory = (env: Environment = process.env): string =>
  resolve(
    env.AURORA_RESTORE_MARIADB_CACHE ||
      join(import.meta.dirname, '../../../../..', '.cache/mariadb'),
  );

/** The newest server in the cache that runs on this machine. */
export const findCached = async (
  cacheDirectory: string,
  log: (line: string) => void,
): Promise<MariadbProgram | undefined> => {
  const names = await readdir(cacheDirectory).catch((): string[] => []);
  for (const name of names.sort(newestFirst)) {
    const program = await openCached(cacheDirectory, name).catch((error: Error) =>
      log(`Fetched MariaDB left alone: ${error.message}`),
    );
    if (program) return program;
  }
  return undefined;
};

/** `undefined` where the folder holds no server; rejects if it holds one that does not run here. */
export const openCached = async (
  cacheDirectory: string,
  name: string,
): Promise<MariadbProgram | undefined> => {
  const folder = join(cacheDirectory, name);
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  Manifest.parse(JSON.parse(text));
  const root = join(folder, 'root');
  return inspectProgram({
    mariadbd: join(root, 'usr/sbin/mariadbd'),
    baseDirectory: join(root, 'usr'),
    libraryPath: await libraryPath(root),
    cacheDirectory,
  });
};

/** Debian keeps libraries in folders named after the machine: `usr/lib/x86_64-linux-gnu`. */
const libraryPath = async (root: string): Promise<string> => {
  const folders: string[] = [];
  for (const lib of ['usr/lib', 'lib'].map((path) => join(root, path)))
    for (const name of await readdir(lib).catch((): string[] => []))
      if (name.includes('-linux-gnu')) folders.push(join(lib, name));
  return folders.join(':');
};

const newestFirst = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startOf } from './running.ts';

const Owner = z.object({ pid: z.int().positive(), started: z.string() });

/** Another program that still runs has this directory. */
export class DirectoryInUseError extends Error {
  readonly code = 'DIRECTORY_IN_USE';
  constructor(directory: string, pid: number) {
    super(`${directory} is in use by another program (pid ${pid})`);
    this.name = 'DirectoryInUseError';
  }
}

/**
 * Makes the directory ours until `release`. Announces itself first and looks for others second: of two
 * that come at once, at most one gets it.
 *
 * @throws DirectoryInUseError
 */
export const claimDirectory = async (directory: string): Promise<{ release(): Promise<void> }> => {
  await mkdir(directory, { recursive: true });
  const mine = `mariadb-owner-${randomUUID()}.json`;
  const release = () => rm(join(directory, mine), { force: true });

  const started = await startOf(process.pid);
  await writeFile(join(directory, `.${mine}`), JSON.stringify({ pid: process.pid, started }));
  await rename(join(directory, `.${mine}`), join(directory, mine));
  const others = (await ownerFiles(directory)).filter((name) => name !== mine);
  const alive = await firstAlive(directory, others);
  if (alive !== undefined) {
    await release();
    throw new DirectoryInUseError(directory, alive);
  }
  for (const dead of others) await rm(join(directory, dead), { force: true });
  return { release };
};

/** Whether the directory had an owner that did not release it. */
export const wasClaimed = async (directory: string): Promise<boolean> =>
  (await ownerFiles(directory)).length > 0;

const ownerFiles = async (directory: string): Promise<string[]> =>
  (await readdir(directory).catch((): string[] => [])).filter((name) =>
    /^mariadb-owner-.*\.json$/.test(name),
  );

const firstAlive = async (
  directory: string,
  files: readonly string[],
): Promise<number | undefined> => {
  for (const file of files) {
    const text = await readFile(join(directory, file), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { pid, started } = Owner.parse(JSON.parse(text));
    if ((await startOf(pid)) === started) return pid;
  }
  return undefined;
};

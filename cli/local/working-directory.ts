import { chmod, lstat, mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sweepOrphans } from '../../infra/local/rds/mariadb/orphans.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

export interface WorkingDirectory {
  /** Of the database engine alone. */
  readonly databases: string;
  /** Where the environment keeps all else; absent where that ends with it. */
  readonly kept?: string;
  /** What people are told. */
  readonly shown: string;
  /** Removes what was only for this run. */
  remove(): Promise<void>;
}

/** One that stays, or one for this run. What killed runs have left behind is removed first. */
export async function workingDirectory(
  wanted: string | undefined,
  log: (text: string) => void,
): Promise<WorkingDirectory> {
  const parent = await ownTemporaryDirectory();
  await sweepOrphans(parent, log);
  if (wanted !== undefined) {
    const kept = resolve(wanted);
    await mkdir(kept, { recursive: true }).catch((cause: Error) => {
      throw new CliError(
        exitCodes.unusable,
        `--data-dir ${wanted} cannot be used: ${cause.message}`,
      );
    });
    const databases = join(kept, 'databases');
    return { databases, kept, shown: kept, remove: async () => undefined };
  }
  // Another run that ends at this moment may have removed the parent.
  const databases = await mkdtemp(join(parent, 'run-')).catch(async () =>
    mkdtemp(join(await ownTemporaryDirectory(), 'run-')),
  );
  return {
    databases,
    shown: databases,
    async remove() {
      await rm(databases, { recursive: true, force: true });
      // Unless others are at work there.
      await rmdir(parent).catch(() => undefined);
    },
  };
}

/** Of this user, under a name that the next run finds again, and closed to others. */
async function ownTemporaryDirectory(): Promise<string> {
  const user = process.getuid?.() ?? 'user';
  const directory = join(tmpdir(), `aurora-restore-${user}`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const found = await lstat(directory);
  if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid))
    throw new CliError(exitCodes.unusable, `${directory} belongs to somebody else`, {
      remedy: 'Set TMPDIR to a directory of your own.',
    });
  await chmod(directory, 0o700);
  return directory;
}

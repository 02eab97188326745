import type { MariadbProgram } from '../program.ts';
import type { Environment } from '../run-program.ts';
import { findCached } from './cache.ts';
import { inspectProgram } from './inspect-program.ts';
import { firstProgram, pathFolders } from './on-path.ts';
import { MariadbUnavailableError } from './unavailable.ts';

export interface Search {
  readonly cacheDirectory: string;
  readonly log: (line: string) => void;
  readonly env?: Environment;
  /** Where to look for an installed one besides `PATH`. */
  readonly folders?: readonly string[] | undefined;
}

/**
 * The server to use: the one that `AURORA_RESTORE_MARIADBD` names, an installed one, or one fetched
 * earlier. Reads only; `undefined` if there is none.
 */
export const findMariadb = async ({
  cacheDirectory,
  log,
  env = process.env,
  folders = usualFolders,
}: Search): Promise<MariadbProgram | undefined> => {
  const named = env.AURORA_RESTORE_MARIADBD;
  if (named)
    return inspectProgram({ mariadbd: named, cacheDirectory }).catch((error: Error) => {
      throw new MariadbUnavailableError(`AURORA_RESTORE_MARIADBD cannot be used: ${error.message}`);
    });

  const installed = await firstProgram('mariadbd', [...pathFolders(env.PATH), ...folders]);
  if (installed) {
    const program = await inspectProgram({ mariadbd: installed, cacheDirectory }).catch(
      (error: Error) => log(`Installed MariaDB left alone: ${error.message}`),
    );
    if (program) return program;
  }
  return findCached(cacheDirectory, log);
};

const usualFolders = [
  '/usr/sbin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/mysql/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
];

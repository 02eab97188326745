import type { MariadbProgram } from '../program.ts';
import { defaultCacheDirectory } from './cache.ts';
import { fetchPackages } from './fetch-packages.ts';
import { findMariadb, type Search } from './find-mariadb.ts';
import { firstProgram, pathFolders } from './on-path.ts';
import { unavailable } from './unavailable.ts';

/**
 * A MariaDB server for this machine: a found one, else fetched once, without root, from the packages
 * of the machine's own distribution (Debian and its children).
 *
 * @throws MariadbUnavailableError saying what to install.
 */
export const ensureMariadb = async ({
  env = process.env,
  folders,
  cacheDirectory = defaultCacheDirectory(env),
  log = () => undefined,
}: Partial<Search> = {}): Promise<MariadbProgram> => {
  const found = await findMariadb({ cacheDirectory, log, env, folders });
  if (found) return found;

  for (const needed of ['apt-get', 'dpkg-deb'])
    if (!(await firstProgram(needed, pathFolders(env.PATH))))
      throw await unavailable(`this machine has no ${needed}.`, env.PATH);
  log('Fetching a MariaDB server with apt-get (once, about 10 MB, no root needed)');
  return fetchPackages(cacheDirectory, env).catch(async (error: Error) => {
    throw await unavailable(error.message, env.PATH);
  });
};

import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type MariadbProgram, programEnvironment } from '../program.ts';
import { runProgram } from '../run-program.ts';

/** Runs the program for its version and finds its files. Rejects, saying why, if it cannot be used. */
export const inspectProgram = async (
  at: Pick<MariadbProgram, 'mariadbd' | 'baseDirectory' | 'libraryPath' | 'cacheDirectory'>,
): Promise<MariadbProgram> => {
  const said = await runProgram(at.mariadbd, ['--no-defaults', '--version'], {
    env: programEnvironment(at),
  });
  const version = /\bVer (\S+-MariaDB\S*)/.exec(said)?.[1];
  if (!version) throw new Error(`${at.mariadbd} is not a MariaDB server: ${said.trim()}`);
  if (!recentEnough(version)) throw new Error(`${at.mariadbd} is ${version}; 10.5 is needed`);

  const prefix = dirname(dirname(await realpath(at.mariadbd)));
  const shares = ['mysql', 'mariadb'].map((name) => join(prefix, 'share', name));
  const messages = await first(shares, 'english/errmsg.sys');
  const charsets = await first(shares, 'charsets/Index.xml');
  const tables = await systemTables(shares);
  if (!messages || !charsets || !tables)
    throw new Error(`${at.mariadbd} has no messages or system tables in ${shares.join(' or ')}`);
  return {
    ...at,
    version,
    messagesDirectory: messages,
    charsetsDirectory: join(charsets, 'charsets'),
    systemTables: tables,
  };
};

/** `require_secure_transport` came with 10.5.2. */
const recentEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 10 || (major === 10 && minor >= 5);
};

/** Their names begin with `mysql` up to 10.11 and with `mariadb` in 11. */
const systemTables = async (shares: readonly string[]): Promise<string[] | undefined> => {
  for (const prefix of ['mariadb', 'mysql']) {
    const share = await first(shares, `${prefix}_system_tables.sql`);
    if (share)
      return ['system_tables', 'performance_tables', 'system_tables_data'].map((name) =>
        join(share, `${prefix}_${name}.sql`),
      );
  }
  return undefined;
};

const first = async (folders: readonly string[], file: string): Promise<string | undefined> => {
  for (const folder of folders) {
    const there = await access(join(folder, file)).then(
      () => true,
      () => false,
    );
    if (there) return folder;
  }
  return undefined;
};

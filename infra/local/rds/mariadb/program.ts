/** A MariaDB server that can run here, and where its files are. */
export interface MariadbProgram {
  readonly mariadbd: string;
  /** Set where the server lies in a folder of its own, not where its package meant it to be. */
  readonly baseDirectory?: string | undefined;
  /** Where the loader finds the libraries that this machine lacks. */
  readonly libraryPath?: string | undefined;
  readonly messagesDirectory: string;
  readonly charsetsDirectory: string;
  /** The SQL files that make the system tables, in their order. */
  readonly systemTables: readonly string[];
  /** What `SELECT VERSION()` says. */
  readonly version: string;
  /** Where data that are the same in every run are kept. */
  readonly cacheDirectory: string;
}

/** Only what the server needs: no credentials of whoever started us. */
export const programEnvironment = ({
  libraryPath,
}: Pick<MariadbProgram, 'libraryPath'>): Record<string, string> => ({
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  ...(libraryPath ? { LD_LIBRARY_PATH: libraryPath } : {}),
});

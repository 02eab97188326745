import { firstProgram, pathFolders } from './on-path.ts';

/** No MariaDB server on this machine, and none could be fetched. The message says what to install. */
export class MariadbUnavailableError extends Error {
  readonly code = 'MARIADB_UNAVAILABLE';
  constructor(message: string) {
    super(message);
    this.name = 'MariadbUnavailableError';
  }
}

export const unavailable = async (
  reason: string,
  path: string | undefined,
): Promise<MariadbUnavailableError> =>
  new MariadbUnavailableError(
    `No MariaDB server found, and none could be fetched: ${reason}\n` +
      `Install it (${await installCommand(path)}), or set AURORA_RESTORE_MARIADBD to the path of a mariadbd.`,
  );

const installCommand = async (path: string | undefined): Promise<string> => {
  for (const [installer, command] of installCommands)
    if (await firstProgram(installer, pathFolders(path))) return command;
  return 'MariaDB server 10.5 or later';
};

const installCommands = [
  ['apt-get', 'sudo apt-get update && sudo apt-get install mariadb-server-core'],
  ['dnf', 'sudo dnf install mariadb-server'],
  ['pacman', 'sudo pacman -S mariadb'],
  ['zypper', 'sudo zypper install mariadb'],
  ['apk', 'sudo apk add mariadb'],
  ['brew', 'brew install mariadb'],
] as const;

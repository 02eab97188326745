import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Notes the series of the server (`10.11`) that writes data in this directory. Rejects if a later one
 * wrote there before: MariaDB opens the data of earlier series only.
 */
export const noteSeries = async (directory: string, version: string): Promise<void> => {
  const file = join(directory, 'mariadb-series');
  const series = /^\d+\.\d+/.exec(version)?.[0] ?? version;
  const noted = (await readFile(file, 'utf8').catch(() => series)).trim();
  if (noted.localeCompare(series, 'en', { numeric: true }) > 0)
    throw new Error(`${directory} has data of MariaDB ${noted}, which ${series} cannot open`);
  await writeFile(file, `${series}\n`);
};

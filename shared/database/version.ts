import type { Database } from './database.ts';

export async function versionOf(database: Database): Promise<string> {
  const [row] = await database.query('SELECT VERSION() AS version');
  return String(row?.version ?? '');
}

export const isMariadb = async (database: Database): Promise<boolean> =>
  (await versionOf(database)).includes('MariaDB');

import { createHash } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';

/** What a server holds, but for accounts. Equal data have equal fingerprints. Names: `schema.name`. */
export interface Fingerprint {
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly checksum: number }>>;
  /** Each definition's SHA-256. */
  readonly views: Readonly<Record<string, string>>;
  readonly triggers: Readonly<Record<string, string>>;
  readonly routines: Readonly<Record<string, string>>;
}

/**
 * Tables are compared by `CHECKSUM TABLE`: the sum of the checksums of all rows, so in whatever order
 * they lie. It reads columns as they are stored, and is the same on every copy of the same files, before
 * and after recovery; between servers of different versions it need not be.
 *
 * While somebody writes, tables are seen at different moments.
 */
export const fingerprint = async (connection: Connection): Promise<Fingerprint> => {
  const names = await select(
    connection,
    `SELECT table_schema AS s, table_name AS n FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN (?)`,
  );
  const tables: Record<string, { rows: number; checksum: number }> = {};
  for (const { s, n } of names) {
    const name = `${s}.${n}`;
    const [[count]] = await connection.query<RowDataPacket[]>('SELECT COUNT(*) AS c FROM ??.??', [
      s,
      n,
    ]);
    const [[sum]] = await connection.query<RowDataPacket[]>('CHECKSUM TABLE ??.??', [s, n]);
    tables[name] = { rows: Number(count?.c), checksum: Number(sum?.Checksum) };
  }
  return {
    tables,
    views: await definitions(
      connection,
      `SELECT table_schema AS s, table_name AS n, view_definition AS d
       FROM information_schema.views WHERE table_schema NOT IN (?)`,
    ),
    triggers: await definitions(
      connection,
      `SELECT trigger_schema AS s, trigger_name AS n,
         CONCAT_WS(' ', action_timing, event_manipulation, event_object_table, action_statement) AS d
       FROM information_schema.triggers WHERE trigger_schema NOT IN (?)`,
    ),
    routines: await definitions(
      connection,
      `SELECT routine_schema AS s, routine_name AS n,
         CONCAT_WS(' ', routine_type, dtd_identifier, routine_definition) AS d
       FROM information_schema.routines WHERE routine_schema NOT IN (?)`,
    ),
  };
};

const SYSTEM_SCHEMAS = ['mysql', 'information_schema', 'performance_schema', 'sys'];

const select = async (connection: Connection, sql: string): Promise<RowDataPacket[]> => {
  const [rows] = await connection.query<RowDataPacket[]>(`${sql} ORDER BY s, n`, [SYSTEM_SCHEMAS]);
  return rows;
};

const definitions = async (
  connection: Connection,
  sql: string,
): Promise<Record<string, string>> => {
  const rows = await select(connection, sql);
  return Object.fromEntries(
    rows.map(({ s, n, d }) => [`${s}.${n}`, createHash('sha256').update(String(d)).digest('hex')]),
  );
};

import type { Connection } from 'mysql2/promise';
import { type Row, type ShopSize, shopRows, usualSize } from './shop-rows.ts';
import { shopRoutines, shopSchema } from './shop-schema.ts';

/**
 * Fills a server with the schema `shop`: some 55,000 rows in a second or two, with foreign keys, a view,
 * a trigger, a procedure and a function. The same seed gives the same rows.
 */
export const loadSampleDatabase = async (
  connection: Connection,
  { seed = 1, size = usualSize }: { readonly seed?: number; readonly size?: ShopSize } = {},
): Promise<void> => {
  for (const statement of shopSchema) await connection.query(statement);
  await connection.beginTransaction();
  for (const [table, rows] of shopRows(seed, size)) await insert(connection, table, rows);
  await connection.commit();
  for (const statement of shopRoutines) await connection.query(statement);
};

const insert = async (
  connection: Connection,
  table: string,
  rows: readonly Row[],
): Promise<void> => {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT)
    await connection.query('INSERT INTO ?? VALUES ?', [
      `shop.${table}`,
      rows.slice(from, from + ROWS_A_STATEMENT),
    ]);
};

const ROWS_A_STATEMENT = 1_000;

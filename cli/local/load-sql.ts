import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Connection } from 'mysql2/promise';
import { splitStatements } from '../../shared/database/split-statements.ts';

/** A statement of a script failed. Those before it have taken effect. */
export class LoadError extends Error {
  readonly line: number;
  constructor(line: number, cause: Error) {
    super(`line ${line}: ${cause.message}`, { cause });
    this.name = 'LoadError';
    this.line = line;
  }
}

/**
 * Runs a SQL script, such as a dump, one statement after another. Bytes may be compressed with gzip.
 * Gives the number of statements.
 *
 * @throws LoadError, or UnterminatedSqlError
 */
export const loadSql = async (
  connection: Connection,
  script: string | Uint8Array,
): Promise<number> => {
  let count = 0;
  for (const { sql, line } of splitStatements(await text(script))) {
    await connection.query(sql).catch((error: Error) => {
      throw new LoadError(line, error);
    });
    count += 1;
  }
  return count;
};

const text = async (script: string | Uint8Array): Promise<string> => {
  if (typeof script === 'string') return script;
  const compressed = script[0] === 0x1f && script[1] === 0x8b;
  return Buffer.from(compressed ? await promisify(gunzip)(script) : script).toString('utf8');
};

import {
  type Database,
  StatementRefused,
  StatementStopped,
} from '../../shared/database/database.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { AskPermit } from '../../shared/step/permit.ts';

/** Asks for a permit right before each statement that is not a mere question. */
export const permitted = (database: Database, permit: AskPermit): Database => ({
  ...database,
  async query(sql, values) {
    if (!sql.startsWith('SELECT ')) (await permit()).use();
    return await database.query(sql, values);
  },
});

/** MySQL's own words may quote the statement, and it a password: only its number is told. */
export async function refusedAs<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StatementStopped)
      throw new StepFailure('SQL_TIMED_OUT', `${what}: ${error.message}`);
    if (!(error instanceof StatementRefused)) throw error;
    throw new StepFailure('SQL_FAILED', `${what}: ${error.message}`);
  }
}

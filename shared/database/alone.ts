import { NotYet } from '../errors.ts';
import type { Database } from './database.ts';

/**
 * Makes this the pipeline's only connection at work on a server, for as long as it is open. A function
 * that was ended in the middle of a statement leaves the statement running: until that has ended,
 * nothing may be run a second time beside it.
 *
 * Source: MySQL reference manual, "Locking functions" (a lock ends with its session).
 */
export async function alone(database: Database): Promise<void> {
  const [row] = await database.query(
    "SELECT GET_LOCK('aurora-restore', 0) AS got, IS_USED_LOCK('aurora-restore') AS holder",
  );
  if (Number(row?.got) !== 1)
    throw new NotYet(`connection ${row?.holder} of an earlier delivery is still at work`);
}

import { type Database, StatementRefused } from './database.ts';

/** MySQL's errors 1064 (ER_PARSE_ERROR) and 1305 (ER_SP_DOES_NOT_EXIST): another version has another word. */
const PARSE_ERROR = 1064;
const NO_SUCH_PROCEDURE = 1305;
/** ER_SIGNAL_EXCEPTION: RDS's procedure refuses to stop what is set up and does not run. */
const SIGNALLED = 1644;

/**
 * What a server replicates from, as `host:port` and the channel if it has a name; whether it runs or
 * not. Source: MySQL manual, "SHOW REPLICA STATUS Statement" (8.0.22 renamed it and its columns).
 */
export async function replicationSources(database: Database): Promise<string[]> {
  const rows = await either(
    PARSE_ERROR,
    () => database.query('SHOW REPLICA STATUS'),
    () => database.query('SHOW SLAVE STATUS'),
  );
  return rows.map((row) => {
    const host = row.Source_Host ?? row.Master_Host;
    const port = row.Source_Port ?? row.Master_Port;
    const channel = row.Channel_Name ?? row.Connection_name;
    return `${host}:${port}${channel ? ` (${channel})` : ''}`;
  });
}

/**
 * Stops replication and forgets its source; whoever calls looks whether it has gone. Source: Aurora User Guide, "Aurora MySQL stored procedure
 * reference", Replicating: version 3 says `source` where version 2 says `master`.
 */
export async function endReplication(database: Database): Promise<void> {
  await either(
    SIGNALLED,
    () => database.query('CALL mysql.rds_stop_replication'),
    async () => [],
  );
  await either(
    NO_SUCH_PROCEDURE,
    () => database.query('CALL mysql.rds_reset_external_source'),
    () => database.query('CALL mysql.rds_reset_external_master'),
  );
}

/** The second where the server does not know the first. */
async function either<T>(errno: number, first: () => Promise<T>, second: () => Promise<T>) {
  try {
    return await first();
  } catch (error) {
    if (error instanceof StatementRefused && error.errno === errno) return await second();
    throw error;
  }
}

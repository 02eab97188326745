import { ENGINE_USER } from './accounts.ts';

const procedure = (name: string, ...body: readonly string[]): string =>
  [
    `CREATE OR REPLACE DEFINER = ${ENGINE_USER}@'127.0.0.1' PROCEDURE mysql.${name}() SQL SECURITY DEFINER`,
    `BEGIN ${body.join('; ')}; END`,
  ].join(' ');

const NOTHING_RUNS =
  "NOT EXISTS (SELECT * FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Slave_IO', 'Slave_SQL'))";

/**
 * The procedures by which a master user, who may not do it in SQL, ends what replicates into the
 * database. Messages are those of RDS, which refuses to stop what does not run too. Made anew at every
 * start, whatever the data have.
 */
export const REPLICATION_PROCEDURES = [
  procedure(
    'rds_stop_replication',
    `IF ${NOTHING_RUNS} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Slave is already stopped or may not be configured. Run SHOW SLAVE STATUS\\\\G;'; END IF`,
    'STOP SLAVE',
    "SELECT 'Slave is now down or disabled' AS Message",
  ),
  procedure(
    'rds_reset_external_master',
    'STOP SLAVE',
    'RESET SLAVE ALL',
    "SELECT 'Slave has been reset' AS message",
  ),
];

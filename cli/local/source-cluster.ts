import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { DBCluster } from '@aws-sdk/client-rds';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Connection } from 'mysql2/promise';
import type { Login } from '../../infra/local/rds/database-engine.ts';
import { loadSampleDatabase } from '../../infra/local/sample/sample-database.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { UnterminatedSqlError } from '../../shared/database/split-statements.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { LocalPipeline } from './bring-up.ts';
import type { LocalClients } from './clients.ts';
import { createCluster } from './clusters.ts';
import { onDatabase } from './database.ts';
import { LoadError, loadSql } from './load-sql.ts';

export interface Source {
  readonly cluster: DBCluster;
  readonly master: Login;
  /** Of the secret that holds the master login. */
  readonly secretName: string;
}

/** What is to be loaded: a file's content, or the generated database. */
export type Sample = { readonly file: string; readonly content: Uint8Array } | 'generated';

/** Read before anything is started, so that a name that is misspelt costs nothing. */
export async function readSample(file: string | undefined): Promise<Sample> {
  if (file === undefined) return 'generated';
  const content = await readFile(file).catch((cause: Error) => {
    throw new CliError(exitCodes.unusable, `--sample cannot be read: ${cause.message}`, { cause });
  });
  return { file, content };
}

export const SOURCE_CLUSTER = 'source-cluster';

/**
 * Makes the cluster `source-cluster` with data in it, and at last the secret with its master login: where
 * that is, the cluster is complete. With a login that has its secret already no other is made.
 */
export async function createSource(
  { environment, databases }: LocalPipeline,
  { rds, secrets }: LocalClients,
  sample: Sample,
  kept?: Login,
): Promise<Source> {
  const master = kept ?? { username: 'admin', password: newPassword() };
  const secretName = namesOf(environment).masterSecret;
  const cluster = await createCluster(rds, { id: SOURCE_CLUSTER, master });
  await onDatabase(cluster, master, databases.ca, (connection) => load(connection, sample));
  if (!kept)
    await secrets.send(
      new CreateSecretCommand({ Name: secretName, SecretString: JSON.stringify(master) }),
    );
  return { cluster, master, secretName };
}

/** RDS takes no `/`, `@`, `"` or space in a master password. */
export const newPassword = (): string => randomBytes(18).toString('base64url');

async function load(connection: Connection, sample: Sample): Promise<void> {
  if (sample === 'generated') return await loadSampleDatabase(connection);
  try {
    await loadSql(connection, sample.content);
  } catch (error) {
    if (!(error instanceof LoadError || error instanceof UnterminatedSqlError)) throw error;
    throw new CliError(exitCodes.unusable, `--sample ${sample.file}: ${error.message}`, {
      cause: error,
    });
  }
}

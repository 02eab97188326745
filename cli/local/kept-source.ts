import { type DBCluster, DescribeDBClustersCommand, type RDSClient } from '@aws-sdk/client-rds';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import type { Login } from '../../infra/local/rds/database-engine.ts';
import { namesOf } from '../../shared/configuration/names.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { LocalPipeline } from './bring-up.ts';
import type { LocalClients } from './clients.ts';
import { SOURCE_CLUSTER, type Source } from './source-cluster.ts';

/** What is left of the source that an earlier run with the same `--data-dir` made: all, the login, or nothing. */
export async function keptSource(
  { environment, directory }: LocalPipeline,
  { rds, secrets }: LocalClients,
): Promise<Partial<Source> & Pick<Source, 'secretName'>> {
  const secretName = namesOf(environment).masterSecret;
  const master = await masterIn(secrets, secretName);
  const cluster = await sourceIn(rds);
  if (cluster && !master)
    throw new CliError(
      exitCodes.unusable,
      `${SOURCE_CLUSTER} in ${directory} is not complete: there is no secret ${secretName} with its login`,
      { remedy: 'Delete that directory, or choose another --data-dir.' },
    );
  return { cluster, master, secretName };
}

const login = z.object({ username: z.string(), password: z.string() });

async function masterIn(secrets: SecretsManagerClient, name: string): Promise<Login | undefined> {
  try {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
    return login.parse(JSON.parse(SecretString));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function sourceIn(rds: RDSClient): Promise<DBCluster | undefined> {
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
  return DBClusters.find(({ DBClusterIdentifier: id }) => id === SOURCE_CLUSTER);
}

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { meaningOf } from '../aurora/rds-errors.ts';
import { StepFailure } from '../errors.ts';
import type { Login } from './database.ts';

const login = z.object({ username: z.string().min(1), password: z.string().min(1) });

/** The administrator's login of restored clusters: the source's, since a restore keeps passwords. */
export interface MasterLogin {
  /** Fails with `MASTER_SECRET_MISSING` unless the secret holds a username and a password. */
  read(): Promise<Login>;
}

export const masterLogin = (client: SecretsManagerClient, secretName: string): MasterLogin => ({
  async read() {
    const { SecretString = '' } = await client
      .send(new GetSecretValueCommand({ SecretId: secretName }))
      .catch((error: unknown) => {
        throw unreadable(error)
          ? missing(secretName, error.message)
          : meaningOf(error, `secret ${secretName}`);
      });
    const parsed = login.safeParse(parseJson(SecretString));
    if (parsed.success)
      return {
        ...parsed.data,
        whose: `the master user ${parsed.data.username}, whose password secret ${secretName} holds`,
      };
    throw missing(secretName, 'it does not hold JSON with username and password');
  },
});

export const masterLoginOnAws = (secretName: string): MasterLogin =>
  masterLogin(new SecretsManagerClient(), secretName);

/** Nothing of the secret's value may get into a message. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const missing = (name: string, why: string) =>
  new StepFailure('MASTER_SECRET_MISSING', `secret ${name}: ${why}`);

/** Source: Secrets Manager API, GetSecretValue; InvalidRequest is of one that is marked as deleted. */
const unreadable = (error: unknown): error is Error =>
  error instanceof Error &&
  ['ResourceNotFoundException', 'InvalidRequestException'].includes(error.name);

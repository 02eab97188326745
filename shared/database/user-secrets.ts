import { isDeepStrictEqual } from 'node:util';
import { GetRandomPasswordCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { told } from '../aurora/outcomes.ts';
import type { AskPermit } from '../step/permit.ts';
import type { Endpoint } from './database.ts';
import { type Content, SecretVersions } from './secret-versions.ts';

export interface Wanted extends Endpoint {
  readonly name: string;
  readonly username: string;
  readonly clusterId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A password ready to be set, and what makes it the current one once it is proven. */
export interface PreparedSecret {
  readonly password: string;
  makeCurrent(): Promise<void>;
}

/** The secrets of the database users. */
export interface UserSecrets {
  /**
   * The user's password: the current one, one that an earlier try left pending, or a new one that
   * Secrets Manager generates. What is not current yet is stored as `AWSPENDING` before this resolves.
   */
  prepare(wanted: Wanted, permit: AskPermit): Promise<PreparedSecret>;
}

export const userSecretsOnAws = (): UserSecrets =>
  userSecrets(new SecretsManagerClient(), new SecretsManagerClient({ maxAttempts: 1 }));

/** `reads` may try again; `changes` must be made with `maxAttempts: 1`. */
export const userSecrets = (
  reads: SecretsManagerClient,
  changes: SecretsManagerClient,
): UserSecrets => ({
  async prepare(wanted, permit) {
    const about = `secret ${wanted.name}`;
    const versions = new SecretVersions({ reads, changes }, wanted.name, permit);
    const secret = await told(about, () => prepare(wanted, versions, reads));
    return { ...secret, makeCurrent: () => told(about, secret.makeCurrent) };
  },
});

async function prepare(
  wanted: Wanted,
  versions: SecretVersions,
  reads: SecretsManagerClient,
): Promise<PreparedSecret> {
  const { username, tags } = wanted;
  const current = (await versions.at('AWSCURRENT')) ?? (await versions.open({ username }, tags));
  const pending = await versions.at('AWSPENDING');
  const before = { ...pending?.content, ...current.content };
  const password = before.password ?? (await generate(reads));
  const next = contentFor(wanted, before, password);
  if (isDeepStrictEqual(current.content, next))
    return { password, makeCurrent: async () => undefined };
  const stored = isDeepStrictEqual(pending?.content, next);
  const to = stored ? pending?.id : await versions.store(next);
  return {
    password,
    async makeCurrent() {
      await versions.move('AWSCURRENT', { from: current.id, to });
      await versions.move('AWSPENDING', { from: to });
    },
  };
}

const contentFor = (
  { username, host, port, clusterId }: Wanted,
  before: object,
  password: string,
): Content => ({
  ...before,
  username,
  password,
  engine: 'mysql',
  host,
  port,
  dbClusterIdentifier: clusterId,
});

/** Without the characters that shells, URLs and drivers stumble over. */
async function generate(client: SecretsManagerClient): Promise<string> {
  const { RandomPassword } = await client.send(
    new GetRandomPasswordCommand({
      PasswordLength: 32,
      ExcludeCharacters: '"\'`\\/@$%&:;<>?=#{}[]()|^~ ',
      RequireEachIncludedType: true,
    }),
  );
  if (!RandomPassword) throw new Error('Secrets Manager gave no password');
  return RandomPassword;
}

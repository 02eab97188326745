import {
  CreateSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { Endpoint } from './database.ts';

/** What a user's secret holds: the fields that AWS's own rotation and drivers read. */
const content = z.looseObject({
  username: z.string(),
  password: z.string().min(1),
  host: z.string().optional(),
  port: z.int().optional(),
  engine: z.string().optional(),
  dbClusterIdentifier: z.string().optional(),
});

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
  prepare(wanted: Wanted): Promise<PreparedSecret>;
}

export const userSecretsOnAws = (): UserSecrets => userSecrets(new SecretsManagerClient());

export const userSecrets = (client: SecretsManagerClient): UserSecrets => ({
  async prepare(wanted) {
    const current = await version(client, wanted.name, 'AWSCURRENT');
    const pending = await version(client, wanted.name, 'AWSPENDING');
    const password = (current ?? pending)?.content.password ?? (await generate(client));
    const text = contentFor(wanted, password);
    if (current?.text === text) return { password, makeCurrent: async () => undefined };
    const versionId = pending?.text === text ? pending.id : await store(client, wanted, text);
    return {
      password,
      async makeCurrent() {
        await client.send(
          new UpdateSecretVersionStageCommand({
            SecretId: wanted.name,
            VersionStage: 'AWSCURRENT',
            MoveToVersionId: versionId,
            RemoveFromVersionId: current?.id,
          }),
        );
        await client.send(
          new UpdateSecretVersionStageCommand({
            SecretId: wanted.name,
            VersionStage: 'AWSPENDING',
            RemoveFromVersionId: versionId,
          }),
        );
      },
    };
  },
});

const contentFor = ({ username, host, port, clusterId }: Wanted, password: string): string =>
  JSON.stringify({
    username,
    password,
    engine: 'mysql',
    host,
    port,
    dbClusterIdentifier: clusterId,
  });

async function version(client: SecretsManagerClient, name: string, VersionStage: string) {
  try {
    const found = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage }));
    const text = found.SecretString ?? '';
    return { id: found.VersionId, text, content: read(text, name) };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function read(text: string, name: string) {
  const parsed = content.safeParse(toJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(`secret ${name} does not hold JSON with username and password`);
}

/** A parser's error would quote the secret. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

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

async function store(
  client: SecretsManagerClient,
  { name, tags }: Wanted,
  SecretString: string,
): Promise<string | undefined> {
  const put = () =>
    client.send(
      new PutSecretValueCommand({ SecretId: name, SecretString, VersionStages: ['AWSPENDING'] }),
    );
  const missing = async (error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    await client.send(
      new CreateSecretCommand({
        Name: name,
        Description: 'Login of a database user, set up by the Aurora restore pipeline',
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return await put();
  };
  return (await put().catch(missing)).VersionId;
}

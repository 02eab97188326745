import {
  CreateSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { StepFailure } from '../errors.ts';
import type { AskPermit } from '../step/permit.ts';

/**
 * What a user's secret holds: the fields that AWS's own rotation and drivers read, and whatever else
 * people put there. A new secret has no password until the first one is proven.
 */
const content = z.looseObject({
  username: z.string(),
  password: z.string().min(1).optional(),
  host: z.string().optional(),
  port: z.int().optional(),
  engine: z.string().optional(),
  dbClusterIdentifier: z.string().optional(),
});
export type Content = z.infer<typeof content>;

interface Version {
  readonly id: string | undefined;
  readonly content: Content;
}

interface Clients {
  readonly reads: SecretsManagerClient;
  /** Made with `maxAttempts: 1`, so that a call checked by a permit is made once or not at all. */
  readonly changes: SecretsManagerClient;
}

/** The versions of one secret. Whatever changes something is made under a permit of its own. */
export class SecretVersions {
  readonly #clients: Clients;
  readonly #name: string;
  readonly #permit: AskPermit;

  constructor(clients: Clients, name: string, permit: AskPermit) {
    this.#clients = clients;
    this.#name = name;
    this.#permit = permit;
  }

  async at(VersionStage: 'AWSCURRENT' | 'AWSPENDING'): Promise<Version | undefined> {
    const get = new GetSecretValueCommand({ SecretId: this.#name, VersionStage });
    try {
      const { VersionId: id, SecretString = '' } = await this.#clients.reads.send(get);
      return { id, content: read(SecretString, this.#name) };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      /** As of one that is marked for deletion. Source: Secrets Manager API, GetSecretValue. */
      if (error instanceof InvalidRequestException) throw unusable(this.#name, error.message);
      throw error;
    }
  }

  /**
   * Makes the secret, or gives an empty one its first version. Secrets Manager makes the first version
   * of a secret current whatever its labels, so this one holds no password: none is proven yet.
   */
  async open(first: Content, tags: Readonly<Record<string, string>>): Promise<Version> {
    const create = new CreateSecretCommand({
      Name: this.#name,
      Description: 'Login of a database user, set up by the Aurora restore pipeline',
      SecretString: JSON.stringify(first),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    });
    try {
      const { VersionId: id } = await this.#clients.changes.send(create, await this.#once());
      return { id, content: first };
    } catch (error) {
      if (!(error instanceof ResourceExistsException)) throw error;
      return { id: await this.#put(first, 'AWSCURRENT'), content: first };
    }
  }

  async store(pending: Content): Promise<string | undefined> {
    return await this.#put(pending, 'AWSPENDING');
  }

  async move(VersionStage: string, between: { from: string | undefined; to?: string | undefined }) {
    const update = new UpdateSecretVersionStageCommand({
      SecretId: this.#name,
      VersionStage,
      RemoveFromVersionId: between.from,
      MoveToVersionId: between.to,
    });
    await this.#clients.changes.send(update, await this.#once());
  }

  async #put(value: Content, stage: string): Promise<string | undefined> {
    const put = new PutSecretValueCommand({
      SecretId: this.#name,
      SecretString: JSON.stringify(value),
      VersionStages: [stage],
    });
    return (await this.#clients.changes.send(put, await this.#once())).VersionId;
  }

  async #once() {
    return { abortSignal: AbortSignal.timeout((await this.#permit()).use().timeoutMs) };
  }
}

function read(text: string, name: string): Content {
  const parsed = content.safeParse(toJson(text));
  if (parsed.success) return parsed.data;
  throw unusable(name, 'it does not hold JSON with a username');
}

const unusable = (name: string, why: string) =>
  new StepFailure('USER_SECRET_UNUSABLE', `secret ${name}: ${why}`);

/** A parser's error would quote the secret. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { Clock } from './clock.ts';
import { noFaults } from './faults.ts';
import { startGateway } from './gateway/gateway.ts';
import type { Page } from './gateway/pages.ts';
import type { Credentials } from './iam/iam.ts';
import { inTurn } from './in-turn.ts';
import type { Lambda } from './lambda/create-lambda.ts';
import type { LocalRds } from './rds/create-rds.ts';
import { createServices, type ServicesOptions } from './services.ts';
import type { Sns } from './sns/create-sns.ts';
import type { Sqs } from './sqs/create-sqs.ts';
import { bringUpStacks, type StacksOptions } from './stacks.ts';
import { StateFile } from './state-file.ts';
import type { Stack } from './template/bring-up.ts';

/** Where an environment is unless told otherwise. */
export const defaultPlace = { region: 'us-east-1', accountId: '000000000000' };

/** A region, an account, a clock of its own and no faults, unless told otherwise. */
export interface EnvironmentOptions
  extends Omit<Partial<ServicesOptions>, 'databaseEngine' | 'endpoint'>,
    Pick<StacksOptions, 'assembly' | 'parameters'> {
  /** The servers behind RDS. They stay open when the environment closes. */
  readonly databaseEngine: ServicesOptions['databaseEngine'];
  /**
   * What is in the environment's own secrets, by their names, before any stack comes up. Where a secret
   * was kept, its kept versions come back to it afterwards.
   */
  readonly secrets?: Readonly<Record<string, string>>;
  /** 4566 by default; 0 takes a free one. */
  readonly port?: number;
}

export interface Environment extends AsyncDisposable {
  /** What `AWS_ENDPOINT_URL` should be. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** By name. */
  readonly stacks: ReadonlyMap<string, Stack>;
  /** Of all stacks together. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly invoke: Lambda['invoke'];
  readonly logs: Lambda['logs'];
  readonly inbox: Sns['inbox'];
  /** What lies in a queue, by its name. */
  readonly queue: Sqs['inspect'];
  readonly rds: Pick<LocalRds, 'effects' | 'steer' | 'steerAt'>;
  /** Credentials of a role, as a function that has it gets them. */
  readonly credentials: (roleArn: string) => Credentials;
  /**
   * Ends every function and connection, and cancels every timer of the clock. With a data directory
   * functions come to their end, and RDS to that of its work, before everything is written there.
   */
  close(): Promise<void>;
}

/**
 * Brings a synthesized app up on this machine, with what the last environment left in the data directory.
 * Rejects, leaving nothing behind, if anything fails.
 *
 * @throws StateFileError
 */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const { clock = new Clock(), faults = noFaults, port = 4566, log = () => {} } = options;
  const { region = defaultPlace.region, accountId = defaultPlace.accountId } = options;
  const settings = { ...options, clock, faults, port, log, region, accountId };
  const { dataDirectory: directory } = options;
  const left = directory === undefined ? undefined : await StateFile.open(directory, log);
  let endpoint = '';
  const services = await createServices({ ...settings, endpoint: () => endpoint });
  const ends = [() => services.close()];
  const close = inTurn(ends, () => clock.stop());
  try {
    const { iam, lambda, providers, rds, secrets, served, sns, sqs } = services;
    const pages = {
      '/_local/sns/inbox': () => json(sns.inbox()),
      '/_local/lambda/logs': () => json(lambda.logs()),
      'POST /_local/rds/automated-snapshot': (query: URLSearchParams) => {
        const place = {
          accountId: query.get('account') ?? accountId,
          region: query.get('region') ?? region,
        };
        const taken = rds.steerAt(place).takeAutomatedSnapshot(query.get('cluster') ?? '');
        return json({ DBClusterSnapshotIdentifier: taken });
      },
    };
    const gateway = await startGateway({ ...settings, services: served, iam, pages });
    ends.push(() => gateway.close());
    endpoint = gateway.endpoint;
    secrets.state(options.secrets ?? {}, { accountId, region });
    const stacks = await bringUpStacks({ ...settings, providers, secretText: secrets.text });
    if (left) {
      await left.resume(services.kept);
      ends.unshift(
        () => lambda.drain(LONGEST_DRAIN_MS),
        () => lambda.close(),
        () => gateway.close(),
        async () => {
          await services.settle();
          await left.save(services.kept);
        },
      );
    }
    lambda.begin();
    return {
      endpoint,
      region,
      accountId,
      clock,
      stacks,
      outputs: Object.assign({}, ...[...stacks.values()].map((stack) => stack.outputs)),
      invoke: lambda.invoke,
      logs: lambda.logs,
      inbox: sns.inbox,
      queue: sqs.inspect,
      rds,
      credentials: (roleArn) => iam.issue({ roleArn, sessionName: 'issued' }),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function json(content: unknown): Page {
  return { contentType: 'application/json', body: JSON.stringify(content) };
}

/** Enough for what does not wait for a database. A message whose function is cut off comes again. */
const LONGEST_DRAIN_MS = 5000;

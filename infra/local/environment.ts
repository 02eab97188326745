import { Clock } from './clock.ts';
import { noFaults } from './faults.ts';
import { startGateway } from './gateway/gateway.ts';
import type { Page } from './gateway/pages.ts';
import type { Credentials } from './iam/iam.ts';
import type { Lambda } from './lambda/create-lambda.ts';
import type { LocalRds } from './rds/create-rds.ts';
import { createServices, type ServicesOptions } from './services.ts';
import type { Sns } from './sns/create-sns.ts';
import type { Sqs } from './sqs/create-sqs.ts';
import { bringUpStacks, type StacksOptions } from './stacks.ts';
import type { Stack } from './template/bring-up.ts';

/** Where an environment is unless told otherwise. */
export const defaultPlace = { region: 'us-east-1', accountId: '000000000000' };

/** A region, an account, a clock of its own and no faults, unless told otherwise. */
export interface EnvironmentOptions
  extends Omit<Partial<ServicesOptions>, 'databaseEngine' | 'endpoint'>,
    Pick<StacksOptions, 'assembly' | 'parameters'> {
  /** The servers behind RDS. They stay open when the environment closes. */
  readonly databaseEngine: ServicesOptions['databaseEngine'];
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
  /** Ends every function and connection, and cancels every timer of the clock. */
  close(): Promise<void>;
}

/** Brings a synthesized app up on this machine. Rejects, leaving nothing behind, if anything fails. */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const { clock = new Clock(), faults = noFaults, port = 4566, log = () => {} } = options;
  const { region = defaultPlace.region, accountId = defaultPlace.accountId } = options;
  const settings = { ...options, clock, faults, port, log, region, accountId };
  let endpoint = '';
  const services = await createServices({ ...settings, endpoint: () => endpoint });
  const ends = [() => services.close()];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0)) await end();
    clock.stop();
  };
  try {
    const { iam, lambda, providers, rds, served, sns, sqs } = services;
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
    const stacks = await bringUpStacks({ ...settings, providers });
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

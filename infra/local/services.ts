import type { Clock } from './clock.ts';
import { dataDirectory } from './data-directory.ts';
import { createDynamodb } from './dynamodb/dynamodb.ts';
import { createEc2 } from './ec2/create-ec2.ts';
import { createEventBridge } from './eventbridge/eventbridge.ts';
import type { Faults } from './faults.ts';
import { Iam } from './iam/iam.ts';
import { iamProviders } from './iam/iam-providers.ts';
import { type Kept, together } from './kept.ts';
import { createKms } from './kms/create-kms.ts';
import { createLambda, type Lambda, type LambdaLimits } from './lambda/create-lambda.ts';
import type { FunctionSettings } from './lambda/invocations.ts';
import type { LogLine } from './lambda/logs.ts';
import { createRds, type LocalRds, type RdsOptions } from './rds/create-rds.ts';
import type { DatabaseEngine } from './rds/database-engine.ts';
import { createScheduler } from './scheduler/create-scheduler.ts';
import {
  createSecretsManager,
  type SecretsManager,
} from './secretsmanager/create-secrets-manager.ts';
import type { FindTarget, ForwardedService, LocalService, ResourceProvider } from './service.ts';
import { createSns, type Sns } from './sns/create-sns.ts';
import { createSqs, type Sqs } from './sqs/create-sqs.ts';
import { createSts } from './sts/create-sts.ts';
import { inertProviders } from './template/inert-providers.ts';

export interface ServicesOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly region: string;
  readonly accountId: string;
  readonly endpoint: () => string;
  readonly databaseEngine: DatabaseEngine;
  /** Where everything is kept for the next environment; without it all ends with this one. */
  readonly dataDirectory?: string | undefined;
  readonly rds?:
    | Pick<RdsOptions, 'durations' | 'quotas' | 'caIdentifier' | 'onFailure'>
    | undefined;
  readonly limits?: Partial<LambdaLimits> | undefined;
  readonly functionSettings?: FunctionSettings | undefined;
  /** How long the receiver of an API destination may take, in real milliseconds; 5000 by default. */
  readonly destinationTimeoutMs?: number | undefined;
  /** Told what fails here without any client hearing of it. */
  readonly log: (message: string) => void;
  /** Told every line that a function writes. */
  readonly output?: ((line: LogLine) => void) | undefined;
}

/** All services of one environment, wired to one another. */
export interface Services {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly secrets: Pick<SecretsManager, 'state' | 'text'>;
  readonly rds: LocalRds;
  readonly lambda: Lambda;
  /** What clients call. */
  readonly served: readonly (LocalService | ForwardedService)[];
  /** What templates may declare. */
  readonly providers: readonly ResourceProvider[];
  /** All but the tables, which are kept as they change. */
  readonly kept: Kept;
  /**
   * Comes to a point at which everything can be kept: what is under way in RDS is brought to its end,
   * and what is told of it has reached the queues. Nobody may call meanwhile.
   */
  settle(): Promise<void>;
  /** Ends what runs on its own: first the functions, which call the others. */
  close(): Promise<void>;
}

export async function createServices(options: ServicesOptions): Promise<Services> {
  const { clock, accountId } = options;
  const iam = new Iam({ clock, defaultAccountId: accountId });
  const sqs = createSqs(options);
  const sns = createSns({ clock, findTarget: sqs.findTarget });
  const findTarget: FindTarget = (arn) => sqs.findTarget(arn) ?? sns.findTarget(arn);
  const secrets = createSecretsManager(options);
  const events = createEventBridge({
    ...options,
    findTarget,
    iam,
    secrets: secrets.secretsOf('events', iam),
  });
  const scheduler = createScheduler({ ...options, iam, events: events.service, sqs: sqs.service });
  const dynamodb = await createDynamodb({
    ...options,
    ...(options.dataDirectory && { path: dataDirectory(options.dataDirectory).tables }),
  });
  const kms = createKms({ clock, iam });
  const ec2 = createEc2({ usedElsewhere: (place, id) => rds.usesSecurityGroup(place, id) });
  const rds: LocalRds = createRds({
    ...options,
    onFailure: (what, error) => options.log(`${what} failed: ${error}`),
    ...options.rds,
    engine: options.databaseEngine,
    keys: kms.keysOf('rds'),
    networks: ec2.networks,
    secrets: secrets.secretsOf('rds', iam),
    emitNative: events.emitNative,
  });
  const lambda = createLambda({
    ...options,
    findSource: sqs.findSource,
    issueCredentials: ({ roleArn, functionName: sessionName, kill }) =>
      iam.issue({ roleArn, sessionName, service: 'lambda.amazonaws.com', kill }),
    allowed: (roleArn, action, resource) =>
      iam.allows({ accountId, arn: roleArn, roleArn }, { action, resource }) === 'allow',
    log: options.output,
  });
  const called = [sqs, sns, events, dynamodb, secrets, kms, ec2, rds];
  return {
    iam,
    sqs,
    sns,
    secrets,
    rds,
    lambda,
    served: [...called.map(({ service }) => service), createSts({ clock, iam })],
    providers: [
      ...inertProviders,
      ...iamProviders(iam),
      ...[...called, scheduler, lambda].flatMap((part) => part.providers),
    ],
    /** Servers are started last, when it is known that nothing else is amiss. */
    kept: together({
      sqs: sqs.kept,
      sns: sns.kept,
      events: events.kept,
      kms: kms.kept,
      secrets: secrets.kept,
      ec2: ec2.kept,
      rds: rds.kept,
    }),
    async settle() {
      await rds.finish();
      await clock.idle();
    },
    async close() {
      await lambda.close();
      await rds.close();
      await dynamodb.close();
    },
  };
}

import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { createDynamodb } from './dynamodb/dynamodb.ts';
import { createEc2 } from './ec2/create-ec2.ts';
import { createEventBridge } from './eventbridge/eventbridge.ts';
import type { Faults } from './faults.ts';
import { Iam } from './iam/iam.ts';
import { iamProviders } from './iam/iam-providers.ts';
import { createKms } from './kms/create-kms.ts';
import { createLambda, type Lambda, type LambdaLimits } from './lambda/create-lambda.ts';
import type { FunctionSettings } from './lambda/invocations.ts';
import type { LogLine } from './lambda/logs.ts';
import { createRds, type LocalRds, type RdsOptions } from './rds/create-rds.ts';
import type { DatabaseEngine } from './rds/database-engine.ts';
import { createSecretsManager } from './secretsmanager/create-secrets-manager.ts';
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
  /** Where tables are kept; without it they end with the environment. */
  readonly dataDirectory?: string | undefined;
  readonly rds?:
    | Pick<RdsOptions, 'durations' | 'quotas' | 'caIdentifier' | 'onFailure'>
    | undefined;
  readonly limits?: Partial<LambdaLimits> | undefined;
  readonly functionSettings?: FunctionSettings | undefined;
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
  readonly rds: LocalRds;
  readonly lambda: Lambda;
  /** What clients call. */
  readonly served: readonly (LocalService | ForwardedService)[];
  /** What templates may declare. */
  readonly providers: readonly ResourceProvider[];
  /** Ends what runs on its own: first the functions, which call the others. */
  close(): Promise<void>;
}

export async function createServices(options: ServicesOptions): Promise<Services> {
  const { clock, accountId, dataDirectory } = options;
  const iam = new Iam({ clock, defaultAccountId: accountId });
  const sqs = createSqs(options);
  const sns = createSns({ clock, findTarget: sqs.findTarget });
  const findTarget: FindTarget = (arn) => sqs.findTarget(arn) ?? sns.findTarget(arn);
  const events = createEventBridge({ ...options, findTarget, iam });
  const dynamodb = await createDynamodb({
    ...options,
    ...(dataDirectory && { path: join(dataDirectory, 'dynamodb') }),
  });
  const kms = createKms({ clock, iam });
  const secrets = createSecretsManager(options);
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
    rds,
    lambda,
    served: [...called.map(({ service }) => service), createSts({ clock, iam })],
    providers: [
      ...inertProviders,
      ...iamProviders(iam),
      ...[...called, lambda].flatMap((part) => part.providers),
    ],
    async close() {
      await lambda.close();
      await rds.close();
      await dynamodb.close();
    },
  };
}

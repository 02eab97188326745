import { CreateSecurityGroupCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import { CreateKeyCommand, type CreateKeyCommandInput } from '@aws-sdk/client-kms';
import {
  CreateDBClusterCommand,
  type CreateDBClusterCommandInput,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  type CreateDBInstanceCommandInput,
  type DBCluster,
  type DBClusterSnapshot,
  type DBInstance,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { onTestFinished } from 'vitest';
import { Clock } from '../clock.ts';
import { createEc2 } from '../ec2/create-ec2.ts';
import { defaultNetwork } from '../ec2/default-network.ts';
import { Iam } from '../iam/iam.ts';
import { createKms } from '../kms/create-kms.ts';
import { createSecretsManager } from '../secretsmanager/create-secrets-manager.ts';
import type { Call, LocalService, NativeEvent, Permission, Principal } from '../service.ts';
import { createRds, type LocalRds, type RdsOptions } from './create-rds.ts';
import type { Durations } from './durations.ts';
import { FakeEngine } from './fake-engine.fixture.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** What everything lasts in these tests, in milliseconds. */
export const LASTING = 60_000;

export const LASTING_ALL: Durations = {
  createCluster: LASTING,
  restoreCluster: LASTING,
  modifyCluster: LASTING,
  resetPassword: LASTING,
  upgradeCluster: LASTING,
  startCluster: LASTING,
  stopCluster: LASTING,
  deleteCluster: LASTING,
  createInstance: LASTING,
  modifyInstance: LASTING,
  deleteInstance: LASTING,
  createSnapshot: LASTING,
  copySnapshot: LASTING,
};

/** What the kit's place has without asking. */
export const NETWORK = defaultNetwork({ accountId: ACCOUNT, region: REGION });
export const SUBNETS = NETWORK.subnets.map(({ id }) => id);

/** A command of the SDK; its class's name tells the operation. */
interface Command<Output> {
  readonly input: object;
  resolveMiddleware(...middleware: never[]): (...request: never[]) => Promise<{ output: Output }>;
}

/** A local RDS with a database engine in memory, and words to drive it. */
export const rdsKit = (options: Partial<RdsOptions> = {}) => {
  const clock = new Clock();
  const engine = new FakeEngine();
  const iam = new Iam({ clock });
  const kms = createKms({ clock, iam });
  const ec2 = createEc2({ usedElsewhere: (place, id) => rds.usesSecurityGroup(place, id) });
  const secrets = createSecretsManager({ clock });
  const events: NativeEvent[] = [];
  const failures: string[] = [];
  const rds: LocalRds = createRds({
    clock,
    engine,
    keys: kms.keysOf('rds'),
    networks: ec2.networks,
    secrets: secrets.secretsOf('rds', iam),
    emitNative: (event) => events.push(event),
    accountId: ACCOUNT,
    region: REGION,
    durations: LASTING_ALL,
    onFailure: (what) => failures.push(what),
    ...options,
  });
  onTestFinished(async () => {
    await rds.close();
    clock.stop();
  });

  const callOf = (command: { constructor: { name: string } }, changed: Partial<Call>): Call => ({
    service: 'rds',
    operation: command.constructor.name.replace(/Command$/, ''),
    region: REGION,
    accountId: ACCOUNT,
    principal: tester(changed.accountId),
    requestId: 'request',
    endpoint: 'http://127.0.0.1:4566',
    ...changed,
  });

  /** The same of the services that RDS asks. */
  const sendTo =
    ({ id: service, operations }: LocalService) =>
    async <Output>(command: Command<Output>, changed: Partial<Call> = {}): Promise<Output> => {
      const call: Call = { ...callOf(command, changed), service };
      return (await operations[call.operation]?.(command.input as never, call)) as Output;
    };
  const sendKms = sendTo(kms.service);
  const sendEc2 = sendTo(ec2.service);

  /** The ARN of a new key of a customer. */
  const createKey = async (
    input: CreateKeyCommandInput = {},
    changed: Partial<Call> = {},
  ): Promise<string> =>
    (await sendKms(new CreateKeyCommand(input), changed)).KeyMetadata?.Arn ?? '';

  /** The id of a new security group, in the default VPC unless another is named. */
  const createGroup = async (GroupName: string, VpcId?: string): Promise<string> => {
    const command = new CreateSecurityGroupCommand({ GroupName, Description: 'mine', VpcId });
    return (await sendEc2(command)).GroupId ?? '';
  };

  const createVpc = async (): Promise<string> =>
    (await sendEc2(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId ?? '';

  /** Resolves or rejects as the operation does, for a caller in the kit's place unless changed. */
  const send = async <Output>(
    command: Command<Output>,
    changed: Partial<Call> = {},
  ): Promise<Output> => {
    const call = callOf(command, changed);
    const operation = rds.service.operations[call.operation];
    if (!operation) throw new Error(`no operation ${call.operation}`);
    return (await operation(command.input as never, call)) as Output;
  };

  const permissions = (
    command: Command<unknown>,
    changed: Partial<Call> = {},
  ): readonly Permission[] =>
    rds.service.permissions(command.input as never, callOf(command, changed));

  /** Lets what is under way come to its end, and what follows from it by `times - 1` steps. */
  const settle = async (times = 1): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      await clock.idle();
      clock.advance(LASTING);
      await clock.idle();
    }
  };

  const cluster = async (id: string): Promise<DBCluster> =>
    only((await send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }))).DBClusters);
  const instance = async (id: string): Promise<DBInstance> =>
    only((await send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }))).DBInstances);
  const snapshot = async (id: string): Promise<DBClusterSnapshot> =>
    only(
      (await send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: id })))
        .DBClusterSnapshots,
    );

  const createCluster = async (
    id: string,
    changed: Partial<CreateDBClusterCommandInput> = {},
  ): Promise<DBCluster> => {
    await send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: id,
        Engine: 'aurora-mysql',
        MasterUsername: 'admin',
        MasterUserPassword: 'first-password',
        ...changed,
      }),
    );
    await settle();
    return cluster(id);
  };

  const createInstance = async (
    id: string,
    clusterId: string,
    changed: Partial<CreateDBInstanceCommandInput> = {},
  ): Promise<DBInstance> => {
    await send(newInstance(id, clusterId, changed));
    await settle();
    return instance(id);
  };

  const deleteInstance = async (id: string): Promise<void> => {
    await send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: id }));
  };

  const createSnapshot = async (id: string, clusterId: string): Promise<DBClusterSnapshot> => {
    await send(
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier: clusterId,
        DBClusterSnapshotIdentifier: id,
      }),
    );
    await settle();
    return snapshot(id);
  };

  return {
    rds,
    clock,
    engine,
    events,
    failures,
    send,
    iam,
    sendKms,
    sendEc2,
    sendSecrets: sendTo(secrets.service),
    createKey,
    createGroup,
    createVpc,
    permissions,
    settle,
    cluster,
    instance,
    snapshot,
    createCluster,
    createInstance,
    deleteInstance,
    createSnapshot,
    /** The messages of the events so far, each with the resource it is about. */
    told: () => events.map(({ detail, resources: [arn = ''] }) => `${arn} ${messageOf(detail)}`),
  };
};

const tester = (accountId = ACCOUNT): Principal => ({
  accountId,
  arn: `arn:aws:iam::${accountId}:user/tester`,
});

export const newInstance = (
  id: string,
  clusterId: string,
  changed: Partial<CreateDBInstanceCommandInput> = {},
): CreateDBInstanceCommand =>
  new CreateDBInstanceCommand({
    DBInstanceIdentifier: id,
    DBClusterIdentifier: clusterId,
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-mysql',
    ...changed,
  });

export const arn = (kind: string, name: string): string =>
  `arn:aws:rds:${REGION}:${ACCOUNT}:${kind}:${name}`;

const only = <Item>(items: readonly Item[] | undefined): Item => {
  const [item] = items ?? [];
  if (!item) throw new Error('nothing was described');
  return item;
};

const messageOf = (detail: object): string =>
  'Message' in detail && 'EventID' in detail
    ? `${String(detail.EventID).replace('RDS-EVENT-', '')} ${detail.Message}`
    : '';

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  type DBCluster,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { synthesize } from './environment.fixture.ts';
import { type Environment, type EnvironmentOptions, startEnvironment } from './environment.ts';
import { noDurations } from './rds/durations.ts';
import { FakeEngine } from './rds/fake-engine.fixture.ts';
import { login, openEngine } from './rds/mariadb/engine.fixture.ts';

const HOUR_MS = 3600_000;
const MASTER = { username: 'admin', password: 'first-password' };

/** Environments that come after one another with the same template and the same data directory. */
async function world() {
  const directory = await mkdtemp(join(tmpdir(), 'restart-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const assembly = synthesize(directory);
  const dataDirectory = join(directory, 'data');
  const log: string[] = [];
  return {
    directory,
    dataDirectory,
    log,
    async start(options: Partial<EnvironmentOptions> = {}) {
      const environment = await startEnvironment({
        assembly,
        dataDirectory,
        port: 0,
        databaseEngine: new FakeEngine(),
        rds: { durations: noDurations },
        log: (message) => log.push(message),
        ...options,
      });
      onTestFinished(() => environment.close());
      return environment;
    },
  };
}

const clientOf = ({ endpoint, region }: Environment) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

const clusterIn = async (environment: Environment) => {
  const { DBClusters = [] } = await new RDSClient(clientOf(environment)).send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: 'shop' }),
  );
  return DBClusters[0];
};

const endpointOf = ({ Endpoint = '', Port = 0 }: DBCluster = {}) => ({
  address: Endpoint,
  port: Port,
});

const order = (environment: Environment, id: string) =>
  new EventBridgeClient(clientOf(environment)).send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: 'orders',
          Source: 'shop',
          DetailType: 'Ordered',
          Detail: JSON.stringify({ id }),
        },
      ],
    }),
  );

const stored = async (environment: Environment, id: string) => {
  const tables = new DynamoDBClient(clientOf(environment));
  const Key = { id: { S: id } };
  return (await tables.send(new GetItemCommand({ TableName: environment.outputs.TableName, Key })))
    .Item;
};

test('a cluster, its data and the snapshot that was being taken are there for the next engine', async () => {
  const { start, directory } = await world();
  const databases = join(directory, 'databases');
  const engine = await openEngine(databases);
  const before = await start({ databaseEngine: engine });
  const rds = new RDSClient(clientOf(before));
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'shop',
      Engine: 'aurora-mysql',
      MasterUsername: MASTER.username,
      MasterUserPassword: MASTER.password,
    }),
  );
  await before.clock.idle();
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: 'shop-1',
      DBClusterIdentifier: 'shop',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-mysql',
    }),
  );
  await before.clock.idle();
  const shop = await clusterIn(before);
  const written = await login(engine, endpointOf(shop), MASTER);
  await written.query('CREATE DATABASE app');
  await written.end();
  before.rds.steer.setDurations({ createSnapshot: HOUR_MS });
  await rds.send(
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: 'shop',
      DBClusterSnapshotIdentifier: 'nightly',
    }),
  );
  await before.close();
  await engine.close();

  const next = await openEngine(databases);
  onTestFinished(() => next.close());
  const after = await start({ databaseEngine: next });

  const again = await clusterIn(after);
  const read = await login(next, endpointOf(again), MASTER);
  const [found] = await read.query("SHOW DATABASES LIKE 'app'");
  await read.end();
  const { DBClusterSnapshots } = await new RDSClient(clientOf(after)).send(
    new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: 'shop' }),
  );
  expect(again).toEqual(shop);
  expect(found).toHaveLength(1);
  expect(DBClusterSnapshots).toMatchObject([
    { DBClusterSnapshotIdentifier: 'nightly', Status: 'available', PercentProgress: 100 },
  ]);
});

test('a function comes to its end before the environment does, and what waits is for the next one', async () => {
  const { start } = await world();
  const before = await start();
  await order(before, 'begun');
  await new SQSClient(clientOf(before)).send(
    new SendMessageCommand({
      QueueUrl: `${before.endpoint}/${before.accountId}/orders`,
      MessageBody: JSON.stringify({ detail: { id: 'delayed' } }),
      DelaySeconds: 60,
    }),
  );
  await before.close();

  const after = await start();
  await after.clock.idle();
  const early = [await stored(after, 'begun'), await stored(after, 'delayed')];
  after.clock.advance(60_000);
  await after.clock.idle();

  expect(before.logs('store').map(({ text }) => text)).toContain('stored begun');
  expect(early).toMatchObject([{ id: { S: 'begun' } }, undefined]);
  expect(await stored(after, 'delayed')).toMatchObject({ id: { S: 'delayed' } });
  expect(after.logs('store').filter(({ text }) => text.startsWith('stored'))).toHaveLength(1);
});

test('a start that fails leaves everything to the next one', async () => {
  const { start, dataDirectory, log } = await world();
  const before = await start();
  await new SQSClient(clientOf(before)).send(
    new SendMessageCommand({
      QueueUrl: `${before.endpoint}/${before.accountId}/orders-dlq`,
      MessageBody: 'dead',
    }),
  );
  await before.close();

  await expect(start({ parameters: { Colour: 'red' } })).rejects.toThrow('Colour');
  const between = await readdir(dataDirectory);
  const after = await start();

  expect(between).toContain('environment.state');
  expect(after.queue('orders-dlq')?.messages).toMatchObject([{ body: 'dead' }]);
  expect(await readdir(dataDirectory)).not.toContain('environment.state');
  expect(log).toEqual([]);
});

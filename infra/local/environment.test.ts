import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeConnectionCommand,
  EventBridgeClient,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesize, synthesizeHook } from './environment.fixture.ts';
import { type Environment, startEnvironment } from './environment.ts';
import { type Faults, noFaults } from './faults.ts';
import { FakeEngine } from './rds/fake-engine.fixture.ts';

let directory: string;
let aws: Environment;
let faults: Faults = noFaults;
let events: EventBridgeClient;
let databases: RDSClient;
let queues: SQSClient;
let tables: DynamoDBClient;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'environment-'));
  const assembly = synthesize(directory);
  aws = await startEnvironment({
    assembly,
    port: 0,
    databaseEngine: new FakeEngine(),
    faults: (crossing) => faults(crossing),
  });
  const options = {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'any' },
  };
  events = new EventBridgeClient(options);
  databases = new RDSClient(options);
  queues = new SQSClient(options);
  tables = new DynamoDBClient(options);
});

afterAll(async () => {
  for (const client of [events, databases, queues, tables]) client?.destroy();
  await aws?.close();
  rmSync(directory, { recursive: true });
});

const order = async (detail: object) => {
  await events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: 'orders',
          Source: 'shop',
          DetailType: 'Ordered',
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  await aws.clock.idle();
};

const stored = async (id: string) => {
  const TableName = aws.outputs.TableName;
  return (await tables.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item;
};

test('an event goes through bus, rule, queue and function into the table', async () => {
  await order({ id: 'a' });

  expect(await stored('a')).toMatchObject({ id: { S: 'a' } });
  expect(aws.queue('orders')?.messages).toEqual([]);
  expect(aws.logs('store').map((line) => line.text)).toContain('stored a');
  expect(await (await fetch(`${aws.endpoint}/_local/lambda/logs`)).text()).toContain('stored a');
});

test('time that was skipped is what the function sees', async () => {
  aws.clock.advance(365 * 86_400_000);

  await order({ id: 'b' });

  const at = Number((await stored('b'))?.at?.N);
  expect(at).toBeGreaterThan(Date.now() + 364 * 86_400_000);
});

test('a call that the role does not allow is denied, and the message ends in the dead-letter queue', async () => {
  await order({ id: 'c', scan: true });
  while (aws.queue('orders-dlq')?.messages.length === 0) {
    aws.clock.advance(60_000);
    await aws.clock.idle();
  }

  expect(aws.queue('orders-dlq')?.messages).toMatchObject([{ receiveCount: 2 }]);
  expect(
    aws
      .logs('store')
      .map((line) => line.text)
      .join('\n'),
  ).toMatch(
    /AccessDeniedException.*assumed-role\/.*\/store is not authorized to perform: dynamodb:Scan/,
  );
  expect(await stored('c')).toBeUndefined();
});

test('a function that is killed after a call leaves its message to the next one', async () => {
  let kills = 0;
  faults = (crossing) =>
    crossing.boundary === 'call' && crossing.call.operation === 'PutItem' && kills++ === 0
      ? [{ kind: 'kill', after: true }]
      : [];

  await order({ id: 'd' });
  const first = { item: await stored('d'), waiting: aws.queue('orders')?.messages.length };
  aws.clock.advance(60_000);
  await aws.clock.idle();

  expect(first).toMatchObject({ item: { id: { S: 'd' } }, waiting: 1 });
  expect(aws.queue('orders')?.messages).toEqual([]);
  expect(kills).toBe(2);
});

test('a native event is shown to the faults once', async () => {
  const shown: string[] = [];
  faults = (crossing) => {
    if (crossing.boundary === 'native-event') shown.push(crossing.event['detail-type']);
    return [];
  };

  await databases.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'orders',
      Engine: 'aurora-mysql',
      MasterUsername: 'admin',
      MasterUserPassword: 'a-password',
    }),
  );
  while (shown.length === 0) {
    aws.clock.advance(60_000);
    await aws.clock.idle();
  }

  expect(shown).toEqual(['RDS DB Cluster Event']);
});

test('a function that feeds its own queue is stopped after 16 runs', async () => {
  const { LoopUrl: QueueUrl } = aws.outputs;
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'go' }));
  await aws.clock.idle();

  expect(aws.logs('again').filter((line) => line.text === 'again')).toHaveLength(16);
  expect(aws.queue('loop')?.messages).toEqual([]);
  expect(aws.queue('loop-dlq')?.messages).toHaveLength(1);
});

test('a port that is taken, and an unknown parameter, leave nothing behind', async () => {
  const { port } = new URL(aws.endpoint);
  const options = { assembly: join(directory, 'cdk.out'), databaseEngine: new FakeEngine() };

  await expect(startEnvironment({ ...options, port: Number(port) })).rejects.toThrow(port);
  await expect(
    startEnvironment({ ...options, port: 0, parameters: { Colour: 'red' } }),
  ).rejects.toThrow('no stack has a parameter Colour');
});

test('secrets that are stated are there before the stacks, and no secret of a connection is shown', async () => {
  const assembly = synthesizeHook(join(directory, 'hook'));
  const secrets = { 'hook-login': '{"key":"s3cret"}' };
  const options = { assembly, databaseEngine: new FakeEngine(), port: 0 };

  await using environment = await startEnvironment({ ...options, secrets });
  const client = new EventBridgeClient({
    endpoint: environment.endpoint,
    region: environment.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'any' },
  });
  const shown = await client.send(new DescribeConnectionCommand({ Name: 'hook' }));
  client.destroy();

  expect(shown.AuthParameters).toEqual({ ApiKeyAuthParameters: { ApiKeyName: 'X-Key' } });
  await expect(startEnvironment(options)).rejects.toThrow(
    /^stack hook: Hook\w+ \(AWS::Events::Connection\): .*: secret hook-login: /,
  );
});

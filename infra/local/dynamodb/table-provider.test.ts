import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import { createDynamodb } from './dynamodb.ts';

const region = 'eu-west-1';
const accountId = '000000000000';
const at = {
  logicalId: 'State',
  stackName: 'stack',
  region,
  accountId,
  asset: () => {
    throw new Error('no asset is needed');
  },
};
const properties = {
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'watched', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'watched',
      KeySchema: [{ AttributeName: 'watched', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};
const wanted = {
  DeletionProtectionEnabled: 'true',
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
};

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function open(path?: string) {
  const dynamodb = await createDynamodb({
    clock: new Clock(),
    accountId,
    region,
    ...(path ? { path } : {}),
  });
  const listening = await dynamodb.listen();
  const client = new DynamoDBClient({
    endpoint: listening.endpoint,
    region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const close = async () => {
    client.destroy();
    await listening.close();
    await dynamodb.close();
  };
  const create = async (type: string, given: object) => {
    const provider = dynamodb.providers.find((one) => one.type === `AWS::DynamoDB::${type}`);
    return await provider?.create(given, at);
  };
  return { client, close, create };
}

async function opened() {
  const environment = await open();
  cleanups.push(environment.close);
  return environment;
}

test('a table of a template is complete when it is created', async () => {
  const { client, create } = await opened();

  const created = await create('Table', {
    ...properties,
    ...wanted,
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    SSESpecification: { SSEEnabled: true },
    Tags: [{ Key: 'team', Value: 'dba' }],
  });

  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'stack-State' }));
  const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: 'stack-State' }));
  expect(created).toEqual({ ref: 'stack-State', attributes: { Arn: Table?.TableArn } });
  expect(Table).toMatchObject({
    TableArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/stack-State',
    TableStatus: 'ACTIVE',
    DeletionProtectionEnabled: true,
    GlobalSecondaryIndexes: [{ IndexName: 'watched', IndexStatus: 'ACTIVE' }],
    SSEDescription: { Status: 'ENABLED' },
  });
  expect(ttl.TimeToLiveDescription?.AttributeName).toBe('ttl');
});

test('a global table is a table if its only replica is here', async () => {
  const { client, create } = await opened();
  const Replica = { Region: region, ...wanted };

  await create('GlobalTable', { ...properties, TableName: 'global', Replicas: [Replica] });

  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'global' }));
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
  await expect(
    create('GlobalTable', { ...properties, Replicas: [{ ...Replica, Region: 'us-east-1' }] }),
  ).rejects.toThrow('Region: us-east-1 is not eu-west-1');
});

test('a property that is not supported is refused by name', async () => {
  const { create } = await opened();

  const attempt = create('Table', { ...properties, StreamSpecification: {} });

  await expect(attempt).rejects.toThrow('StreamSpecification');
});

test('a table that was kept is taken over, but not with other indexes', async () => {
  const path = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  cleanups.push(() => rm(path, { recursive: true }));
  const first = await open(path);
  await first.create('Table', { ...properties, ...wanted });
  await first.close();

  const second = await open(path);
  cleanups.push(second.close);

  await expect(second.create('Table', { ...properties, ...wanted })).resolves.toMatchObject({
    ref: 'stack-State',
  });
  const { GlobalSecondaryIndexes, ...other } = properties;
  await expect(second.create('Table', other)).rejects.toThrow('other keys or indexes');
});

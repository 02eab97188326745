import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDynamodb, TableName } from './dynamodb.fixture.ts';

const { client, document, createTable, deleteTable, put, close } = await openDynamodb();

beforeEach(createTable);
afterEach(deleteTable);
afterAll(close);

describe('a table', () => {
  test('cannot be deleted while it is protected', async () => {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));

    const attempt = client.send(new DeleteTableCommand({ TableName }));

    await expect(attempt).rejects.toThrow('protected against deletion');
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  });

  test('leaves nothing behind when it is deleted', async () => {
    await put({ watched: 'yes', due: '1' });

    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    await client.send(new DeleteTableCommand({ TableName }));
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: Table?.AttributeDefinitions,
        KeySchema: Table?.KeySchema,
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(
          ({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }),
        ),
      }),
    );

    const all = await document.send(new ScanCommand({ TableName }));
    const index = await document.send(new ScanCommand({ TableName, IndexName: 'watched' }));
    expect([all.Count, index.Count]).toEqual([0, 0]);
  });

  test('remembers its time to live and its backups', async () => {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      }),
    );
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );

    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    const backups = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
    expect(ttl.TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'ttl',
    });
    expect(backups.ContinuousBackupsDescription).toMatchObject({
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    });
  });
});

test('what is not supported is refused by name', async () => {
  const attempt = client.send(
    new UpdateTableCommand({
      TableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );

  await expect(attempt).rejects.toThrow('StreamSpecification is not supported');
});

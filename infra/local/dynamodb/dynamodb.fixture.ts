import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { Clock } from '../clock.ts';
import { createDynamodb } from './dynamodb.ts';

export const TableName = 'operations';
const region = 'eu-west-1';

/** Real clients, and `createTable` for a table with the key `id` and the sparse index `watched`, `due`. */
export async function openDynamodb() {
  const clock = new Clock();
  const dynamodb = await createDynamodb({ clock, accountId: '000000000000', region });
  const listening = await dynamodb.listen();
  const client = new DynamoDBClient({
    endpoint: listening.endpoint,
    region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const document = DynamoDBDocumentClient.from(client);

  return {
    clock,
    client,
    document,
    async createTable() {
      await client.send(new CreateTableCommand(table));
    },
    async deleteTable() {
      await client.send(new DeleteTableCommand({ TableName }));
    },
    put: (Item: Record<string, unknown>) =>
      document.send(new PutCommand({ TableName, Item: { id: 'a', ...Item } })),
    async get(id = 'a') {
      const command = new GetCommand({ TableName, Key: { id }, ConsistentRead: true });
      return (await document.send(command)).Item;
    },
    update: (input: Omit<UpdateCommandInput, 'TableName' | 'Key'>, id = 'a') =>
      document.send(new UpdateCommand({ TableName, Key: { id }, ...input })),
    async close() {
      client.destroy();
      await listening.close();
      await dynamodb.close();
    },
  };
}

const table = {
  TableName,
  AttributeDefinitions: (['id', 'watched', 'due'] as const).map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'watched',
      KeySchema: [
        { AttributeName: 'watched', KeyType: 'HASH' as const },
        { AttributeName: 'due', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

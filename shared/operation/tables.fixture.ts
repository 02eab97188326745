import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { HttpResponse } from '@smithy/core/protocols';
import { expect } from 'vitest';
import { Clock } from '../../infra/local/clock.ts';
import { createDynamodb } from '../../infra/local/dynamodb/dynamodb.ts';
import type { RawMessage } from '../../infra/local/service.ts';
import type { Update } from './condition.ts';
import { documentsOf } from './documents.ts';
import type { Operation } from './operation.ts';
import { LostCondition, Operations } from './operations.ts';

export const REGION = 'eu-west-1';
export const tables = { state: 'state', resources: 'resources' };
export type Tables = Awaited<ReturnType<typeof openTables>>;

type Answer = RawMessage & { readonly status: number };

/** A request of the client on its way to the tables. */
export type Forward = (request: RawMessage) => Promise<Answer>;

/** The real tables, and ways to put and see items as they stand in them. */
export async function openTables() {
  const dynamodb = await createDynamodb({
    clock: new Clock(),
    accountId: '000000000000',
    region: REGION,
  });
  const { forward } = dynamodb.service;
  const client = clientOf(forward);
  for (const table of definitions) await client.send(new CreateTableCommand(table));
  const document = documentsOf(client);
  const operations = new Operations(document, tables);

  /** The operation's item, with the attribute by which the watchdog finds it. */
  async function item(operationId: string): Promise<Record<string, unknown> | undefined> {
    const Key = { operation_id: operationId };
    const command = new GetCommand({ TableName: tables.state, Key, ConsistentRead: true });
    return (await document.send(command)).Item;
  }

  async function put(operation: Operation, { watched }: { watched: boolean } = { watched: true }) {
    const Item = { ...operation, ...(watched && { watched: 'yes' }) };
    await document.send(new PutCommand({ TableName: tables.state, Item }));
    return operation;
  }

  return {
    document,
    operations,
    /** The same tables by a way of its own, on which requests can be held up, lost or changed. */
    documentThrough: (around: (request: RawMessage, forward: Forward) => Promise<Answer>) =>
      documentsOf(clientOf((request) => around(request, forward))),
    item,
    put,
    write: (operation: Operation, update: Update) =>
      operations.write(operation.operation_id, 'the write', update),
    /** Expects the write to lose on the operation as it is given, and to change nothing. */
    async expectLost(operation: Operation, update: Update): Promise<void> {
      await put(operation);
      const before = await item(operation.operation_id);
      const attempt = operations.write(operation.operation_id, 'the write', update);
      await expect(attempt).rejects.toThrow(LostCondition);
      expect(await item(operation.operation_id)).toEqual(before);
    },
    /** Who holds a resource since when, by the key of the item. */
    async lock(resource: string) {
      const command = new GetCommand({ TableName: tables.resources, Key: { resource } });
      const { Item } = await document.send(command);
      return Item && { operation_id: String(Item.operation_id), since: String(Item.since) };
    },
    async unlock(resource: string): Promise<void> {
      await document.send(new DeleteCommand({ TableName: tables.resources, Key: { resource } }));
    },
    async isWatched({ operation_id }: Operation): Promise<boolean> {
      for await (const id of operations.watched()) if (id === operation_id) return true;
      return false;
    },
    async close() {
      client.destroy();
      await dynamodb.close();
    },
  };
}

/** A client whose requests go to the tables without a network between. */
function clientOf(forward: Forward) {
  return new DynamoDBClient({
    region: REGION,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    signer: { sign: async (request) => request },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers, body }: { headers: Record<string, string>; body?: Uint8Array }) {
        const text = new TextDecoder().decode(body);
        const { status, ...answer } = await forward({ headers, body: Buffer.from(text) });
        return { response: new HttpResponse({ statusCode: status, ...answer }) };
      },
    },
  });
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const key = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' as const }] : []),
];

const definitions: readonly CreateTableCommandInput[] = [
  {
    TableName: tables.state,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['operation_id', 'watched', 'status', 'start_time'].map(text),
    KeySchema: key('operation_id'),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'watched',
        KeySchema: key('watched', 'operation_id'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'status',
        KeySchema: key('status', 'start_time'),
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
  {
    TableName: tables.resources,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [text('resource')],
    KeySchema: key('resource'),
  },
];

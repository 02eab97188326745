import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { absent, conditionExpression, equals } from './condition.ts';

/** How often a change is tried again because another came first: more often than there are workers. */
const TRIES = 40;

const numbered = z.object({ version: z.int() });

/** An item of the table `aurora-restore-resources` as it was read, with its number; 0 where there is none. */
export interface Versioned {
  readonly item: Record<string, unknown> | undefined;
  readonly version: number;
}

/** One item that many change, each on what it has read: every change gives it the next number. */
export class VersionedItem {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #resource: string;

  constructor(client: DynamoDBDocumentClient, table: string, resource: string) {
    this.#client = client;
    this.#table = table;
    this.#resource = resource;
  }

  async read(): Promise<Versioned> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#table,
        Key: { resource: this.#resource },
        ConsistentRead: true,
      }),
    );
    return { item: Item, version: Item ? numbered.parse(Item).version : 0 };
  }

  /**
   * Tries until it is the one who changes the item. A change that gives no new item writes nothing.
   * `false` where others came first all the time.
   */
  async change(
    change: (before: Versioned['item']) => Promise<Readonly<Record<string, unknown>> | undefined>,
  ): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { item, version } = await this.read();
      const changed = await change(item);
      if (changed === undefined || (await this.#put(changed, version))) return true;
    }
    return false;
  }

  /** `false` where somebody else has changed it since. */
  async #put(item: Readonly<Record<string, unknown>>, version: number): Promise<boolean> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...item, resource: this.#resource, version: version + 1 },
          ...conditionExpression(version === 0 ? absent('resource') : equals('version', version)),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

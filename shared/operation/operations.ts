import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  absent,
  all,
  any,
  conditionExpression,
  equals,
  type Update,
  updateExpression,
} from './condition.ts';
import { type Operation, operation, type Status } from './operation.ts';
import { canBeTakenFrom } from './writes.ts';

/** A write found the operation otherwise than it needed it. Nothing was changed; look again. */
export class LostCondition extends Error {
  constructor(what: string) {
    super(`${what} lost its condition`);
    this.name = 'LostCondition';
  }
}

/** An operation at work no longer holds its target: another does, or nobody. It never comes back by itself. */
export class LostLock extends Error {
  /** The target's plain name. */
  readonly id: string;
  readonly holder: string | undefined;
  constructor({ kind, id }: Pick<ResourceKey, 'kind' | 'id'>, holder: string | undefined) {
    super(`the lock on ${kind} ${id} is ${holder ? `operation ${holder}’s` : 'nobody’s'}`);
    this.name = 'LostLock';
    this.id = id;
    this.holder = holder;
  }
}

/** A cluster, snapshot or instance as the resources table keys it: kind, region and name. */
export interface ResourceKey {
  readonly kind: 'cluster' | 'cluster-snapshot' | 'db';
  readonly region: string;
  readonly id: string;
}

/** Who holds a resource. */
export interface Lock {
  readonly operation_id: string;
  readonly since: string;
}

interface Held {
  readonly holder: string;
  readonly since: string;
  /** Whether it could be taken over if its holder had ended. */
  readonly untilItEnds: boolean;
}

/** Another operation holds the target. */
export class HeldByAnother extends Error {
  /** The resource's plain name. */
  readonly id: string;
  readonly holder: string;
  readonly since: string;
  readonly untilItEnds: boolean;
  constructor({ kind, id }: Pick<ResourceKey, 'kind' | 'id'>, held: Held) {
    super(`${kind} ${id} is held by operation ${held.holder}`);
    this.name = 'HeldByAnother';
    this.id = id;
    this.holder = held.holder;
    this.since = held.since;
    this.untilItEnds = held.untilItEnds;
  }
}

const keyOf = ({ kind, region, id }: ResourceKey) => `${kind}#${region}#${id}`;

/** The tables `aurora-restore-state` and `aurora-restore-resources`. Reads are strongly consistent. */
export class Operations {
  readonly #client: DynamoDBDocumentClient;
  readonly #state: string;
  readonly #resources: string;

  constructor(client: DynamoDBDocumentClient, tables: { state: string; resources: string }) {
    this.#client = client;
    this.#state = tables.state;
    this.#resources = tables.resources;
  }

  async read(operationId: string): Promise<Operation | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#state,
        Key: { operation_id: operationId },
        ConsistentRead: true,
      }),
    );
    return Item && operation.parse(Item);
  }

  /** Puts a new operation; `LostCondition` where the id is taken. */
  async create(item: Operation): Promise<void> {
    await this.#unlessLost('create', () =>
      this.#client.send(
        new PutCommand({
          TableName: this.#state,
          Item: { ...item, watched: 'yes' },
          ...conditionExpression(absent('operation_id')),
        }),
      ),
    );
  }

  /** Carries out one of the protocol's writes and gives the item as it is after. */
  async write(operationId: string, what: string, update: Update): Promise<Operation> {
    const { Attributes } = await this.#unlessLost(what, () =>
      this.#client.send(
        new UpdateCommand({
          TableName: this.#state,
          Key: { operation_id: operationId },
          ReturnValues: 'ALL_NEW',
          ...updateExpression(update),
        }),
      ),
    );
    return operation.parse(Attributes);
  }

  /** What the watchdog looks after: in progress, or with an outbox that is not out. May lag behind. */
  async *watched(): AsyncGenerator<string> {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#state,
          IndexName: 'watched',
          KeyConditionExpression: 'watched = :yes',
          ExpressionAttributeValues: { ':yes': 'yes' },
          ProjectionExpression: 'operation_id',
          ExclusiveStartKey,
        }),
      );
      for (const item of page.Items ?? []) yield String(item.operation_id);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  /** Operations of one status, the latest first. */
  async withStatus(status: Status, limit: number): Promise<readonly Operation[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#state,
        IndexName: 'status',
        KeyConditionExpression: '#status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': status },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map((item) => operation.parse(item));
  }

  /** The operation that holds a resource, if any. */
  async holder(key: ResourceKey): Promise<string | undefined> {
    return (await this.#lock(key))?.operation_id;
  }

  async #lock(key: ResourceKey): Promise<Lock | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({
        TableName: this.#resources,
        Key: { resource: keyOf(key) },
        ConsistentRead: true,
      }),
    );
    return Item && { operation_id: String(Item.operation_id), since: String(Item.since) };
  }

  /**
   * Makes an operation the holder of a resource: one that is free, its own already, or held by an
   * operation that is no longer in progress and that no worker claims. Else `HeldByAnother`.
   * `mayTakeOver` tells whether it may be taken from such a one. `alongside` is a write of the operation
   * itself that happens only together with this.
   */
  async hold(
    key: ResourceKey,
    operationId: string,
    now: Date,
    options: {
      readonly mayTakeOver?: (lock: Lock) => boolean | Promise<boolean>;
      readonly alongside?: { readonly what: string; readonly update: Update };
    } = {},
  ): Promise<void> {
    const { alongside, mayTakeOver = () => true } = options;
    const resource = keyOf(key);
    const lock = await this.#lock(key);
    const another = lock?.operation_id === operationId ? undefined : lock;
    const held = (untilItEnds: boolean, by: Lock) =>
      new HeldByAnother(key, { holder: by.operation_id, since: by.since, untilItEnds });
    if (another && !(await mayTakeOver(another))) throw held(false, another);
    try {
      await this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: this.#resources,
                Item: { resource, operation_id: operationId, since: now.toISOString() },
                ...conditionExpression(
                  lock
                    ? all(equals('operation_id', lock.operation_id), equals('since', lock.since))
                    : absent('resource'),
                ),
              },
            },
            ...(another
              ? [
                  {
                    ConditionCheck: {
                      TableName: this.#state,
                      Key: { operation_id: another.operation_id },
                      ...conditionExpression(any(absent('operation_id'), canBeTakenFrom(now))),
                    },
                  },
                ]
              : []),
            ...(alongside
              ? [
                  {
                    Update: {
                      TableName: this.#state,
                      Key: { operation_id: operationId },
                      ...updateExpression(alongside.update),
                    },
                  },
                ]
              : []),
          ],
        }),
      );
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [hold, takeover, ...others] = (error.CancellationReasons ?? []).map(
        ({ Code }) => Code === 'ConditionalCheckFailed',
      );
      if (another && takeover && !hold) throw held(true, another);
      throw [hold, takeover, ...others].some(Boolean)
        ? new LostCondition(alongside?.what ?? 'hold')
        : error;
    }
  }

  /**
   * Correlates a resource that is about to be made with its operation, while the target is held; else
   * `LostLock`.
   */
  async correlate(key: ResourceKey, target: ResourceKey, operationId: string, now: Date) {
    const correlated = this.#unlessLost('correlate', () =>
      this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: this.#resources,
                Item: {
                  resource: keyOf(key),
                  operation_id: operationId,
                  since: now.toISOString(),
                },
              },
            },
            {
              ConditionCheck: {
                TableName: this.#resources,
                Key: { resource: keyOf(target) },
                ...conditionExpression(equals('operation_id', operationId)),
              },
            },
          ],
        }),
      ),
    );
    try {
      await correlated;
    } catch (error) {
      /** Nothing else was a condition. */
      throw error instanceof LostCondition
        ? new LostLock(target, await this.holder(target))
        : error;
    }
  }

  async #unlessLost<T>(what: string, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      const lost =
        error instanceof ConditionalCheckFailedException ||
        (error instanceof TransactionCanceledException &&
          error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed'));
      throw lost ? new LostCondition(what) : error;
    }
  }
}

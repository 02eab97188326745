import type { Store } from 'dynalite/db/index.js';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type Attempt, prepare } from './attempt.ts';
import { codeOf, type Failure, failure, invalid, isFailure, parse } from './failure.ts';

/** Dynalite checks what these hold; here it matters that they hold nothing else. */
const anything = z.unknown().optional();
const conditional = {
  TableName: anything,
  ConditionExpression: anything,
  ExpressionAttributeNames: anything,
  ExpressionAttributeValues: anything,
  ReturnValuesOnConditionCheckFailure: anything,
};

/** Each kind of action, with the operation that does the same on its own. */
const WRITES = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const;

const writeInput = z.strictObject({
  ClientRequestToken: z.string().min(1).max(36).optional(),
  ReturnConsumedCapacity: z.literal('NONE').optional(),
  ReturnItemCollectionMetrics: z.literal('NONE').optional(),
  TransactItems: z
    .array(
      z.strictObject({
        Put: z.strictObject({ ...conditional, Item: anything }).optional(),
        Update: z
          .strictObject({ ...conditional, Key: anything, UpdateExpression: z.string() })
          .optional(),
        Delete: z.strictObject({ ...conditional, Key: anything }).optional(),
        ConditionCheck: z
          .strictObject({ ...conditional, Key: anything, ConditionExpression: z.string() })
          .optional(),
      }),
    )
    .min(1)
    .max(100),
});

const getInput = z.strictObject({
  ReturnConsumedCapacity: z.literal('NONE').optional(),
  TransactItems: z
    .array(
      z.strictObject({
        Get: z.strictObject({
          TableName: anything,
          Key: anything,
          ProjectionExpression: anything,
          ExpressionAttributeNames: anything,
        }),
      }),
    )
    .min(1)
    .max(100),
});

/** How long a token is remembered. */
const REMEMBERED_MS = 10 * 60_000;

/** Transactions, which dynalite lacks. To be called alone, so that nothing comes between. */
export class Transactions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #done = new Map<string, { readonly items: string; readonly until: number }>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async write(input: object): Promise<object> {
    const { TransactItems, ClientRequestToken } = parse(writeInput, input);
    if (ClientRequestToken && this.#isDone(ClientRequestToken, TransactItems)) return {};

    const actions = TransactItems.map((item) => {
      const [[kind, action] = [], ...more] = Object.entries(item);
      if (!kind || !action || more.length > 0 || !isWrite(kind))
        throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
      return { kind, attempt: prepare(this.#store, WRITES[kind], action) };
    });
    const attempts = await attemptAll(actions.map(({ attempt }) => attempt));
    await this.#store.db.batch(
      attempts.flatMap(({ changes }, i) => (actions[i]?.kind === 'ConditionCheck' ? [] : changes)),
    );
    if (ClientRequestToken) this.#remember(ClientRequestToken, TransactItems);
    return {};
  }

  async get(input: object): Promise<object> {
    const { TransactItems } = parse(getInput, input);
    const gets = TransactItems.map(({ Get }) => prepare(this.#store, 'GetItem', Get));
    const attempts = await attemptAll(gets);
    return { Responses: attempts.map(({ answer }) => answer) };
  }

  #isDone(token: string, items: object): boolean {
    const now = this.#clock.now();
    for (const [old, { until }] of this.#done) if (until <= now) this.#done.delete(old);
    const before = this.#done.get(token);
    if (before && before.items !== JSON.stringify(items))
      throw failure(
        'IdempotentParameterMismatchException',
        'ClientRequestToken was used with other items within the last ten minutes',
      );
    return before !== undefined;
  }

  #remember(token: string, items: object): void {
    const until = this.#clock.now() + REMEMBERED_MS;
    this.#done.set(token, { items: JSON.stringify(items), until });
  }
}

const isWrite = (kind: string): kind is keyof typeof WRITES => kind in WRITES;

/** Everything, or the reasons of all that cannot be. */
async function attemptAll(actions: readonly (() => Promise<Attempt>)[]): Promise<Attempt[]> {
  const results = await Promise.allSettled(actions.map((attempt) => attempt()));
  const reasons = results.map((result) =>
    result.status === 'fulfilled' ? { Code: 'None' } : reasonOf(result.reason),
  );
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);

  const attempts = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const touched = attempts.flatMap((done) => done.touched);
  if (new Set(touched).size < touched.length)
    throw invalid('Transaction request cannot include multiple operations on one item');
  return attempts;
}

const REASONS: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
};

function reasonOf(error: unknown): { Code: string; Message?: string; Item?: unknown } {
  const Code = isFailure(error) ? REASONS[codeOf(error)] : undefined;
  if (!isFailure(error) || !Code) throw error;
  const Item = Reflect.get(error.body, 'Item');
  return { Code, Message: error.message, ...(Item ? { Item } : {}) };
}

function cancelled(reasons: readonly { readonly Code: string }[]): Failure {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return failure(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

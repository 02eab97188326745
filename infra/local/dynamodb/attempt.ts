import type { Store } from 'dynalite/db/index.js';
import { decode } from './decode.ts';
import { type Change, Draft } from './draft.ts';
import { codeOf, failure, isFailure } from './failure.ts';
import { operations } from './operations.ts';

export interface Attempt {
  readonly answer: object;
  /** What is still to be written for the answer to be true. */
  readonly changes: readonly Change[];
  /** Keys of the items that were read. */
  readonly touched: readonly string[];
}

/**
 * Checks a request of dynalite's own. What comes back carries it out, short of writing its changes to
 * items, and rejects with what depends on the items.
 */
export function prepare(store: Store, name: string, input: object): () => Promise<Attempt> {
  const operation = operations.get(name);
  if (!operation) throw failure('UnknownOperationException', `${name} is not supported locally`);
  const decoded = decode(operation, input, store);

  return async () => {
    const { promise, resolve, reject } = Promise.withResolvers<object>();
    const draft = new Draft(store, reject);
    operation.run(draft.store, decoded, (error, answer) =>
      error ? reject(error) : resolve(answer || {}),
    );
    const answer = await promise.catch((error) => {
      throw withOldItem(error, decoded, draft);
    });
    return { answer, changes: draft.changes, touched: [...draft.read.keys()] };
  };
}

/** Dynalite does not know `ReturnValuesOnConditionCheckFailure`. */
function withOldItem(error: unknown, input: object, { read }: Draft): unknown {
  const wanted = Reflect.get(input, 'ReturnValuesOnConditionCheckFailure') === 'ALL_OLD';
  const [old] = read.values();
  if (!wanted || !old || !isFailure(error)) return error;
  if (codeOf(error) !== 'ConditionalCheckFailedException') return error;
  return failure(codeOf(error), error.message, { Item: old });
}

import { create, type Store } from 'dynalite/db/index.js';
import type { Clock } from '../clock.ts';
import { prepare } from './attempt.ts';
import { partitionKeyIn } from './partition-key.ts';
import {
  describeContinuousBackups,
  describeTimeToLive,
  updateContinuousBackups,
  updateTimeToLive,
} from './table-settings.ts';
import { createTable, deleteTable, describeTable, updateTable } from './tables.ts';
import { Transactions } from './transactions.ts';

type Operation = (store: Store, input: object, clock: Clock) => Promise<object>;

/** What dynalite lacks or does not do completely. Everything else is its own. */
const ADDED: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['CreateTable', createTable],
  ['UpdateTable', updateTable],
  ['DescribeTable', describeTable],
  ['DeleteTable', deleteTable],
  ['UpdateTimeToLive', updateTimeToLive],
  ['DescribeTimeToLive', describeTimeToLive],
  ['UpdateContinuousBackups', updateContinuousBackups],
  ['DescribeContinuousBackups', describeContinuousBackups],
]);

/**
 * The tables of one account and region.
 *
 * Requests are carried out one after another, so that a transaction is isolated from all others: where
 * AWS would answer `TransactionConflict`, a request waits here.
 */
export class Engine {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #transactions: Transactions;
  /** The names of the tables' partition keys, as far as they were created or described here. */
  readonly partitionKeys = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: {
    readonly clock: Clock;
    readonly accountId: string;
    readonly region: string;
    /** The folder that keeps the tables; in memory without one. */
    readonly path?: string | undefined;
  }) {
    const { clock, accountId, region, path } = options;
    this.#store = create({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
    this.#store.tableDb.awsAccountId = accountId;
    this.#store.tableDb.awsRegion = region;
    this.#clock = clock;
    this.#transactions = new Transactions(this.#store, clock);
  }

  /** Carries a request out. Rejects with a `Failure` where the client is to see why not. */
  run(operation: string, input: object): Promise<object> {
    const turn = this.#last.then(() => this.#run(operation, input));
    this.#last = turn.catch(() => undefined);
    return this.#clock.during(() => turn);
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#store.db.close();
  }

  async #run(operation: string, input: object): Promise<object> {
    if (operation === 'TransactWriteItems') return this.#transactions.write(input);
    if (operation === 'TransactGetItems') return this.#transactions.get(input);
    const added = ADDED.get(operation);
    if (added) {
      const answer = await added(this.#store, input, this.#clock);
      const key = partitionKeyIn(answer);
      if (key) this.partitionKeys.set(key.table, key.attribute);
      return answer;
    }
    const { answer, changes } = await prepare(this.#store, operation, input)();
    if (changes.length > 0) await this.#store.db.batch(changes);
    return answer;
  }
}

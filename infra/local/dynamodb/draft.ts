import type { Callback, ItemDb, Store } from 'dynalite/db/index.js';

export type Change =
  | { readonly type: 'put'; readonly key: string; readonly value: object }
  | { readonly type: 'del'; readonly key: string };

/**
 * A store as one action of dynalite sees it. It reads the real one; what it changes in items and indexes
 * is kept here, to be written all of it or nothing. What an action throws in a callback goes to `fail`,
 * where it would otherwise end this program.
 */
export class Draft {
  readonly changes: Change[] = [];
  /** The items that were read, by key. */
  readonly read = new Map<string, object | undefined>();
  readonly store: Store;
  readonly #fail: (error: unknown) => void;

  constructor(real: Store, fail: (error: unknown) => void) {
    this.#fail = fail;
    this.store = {
      ...real,
      getTable: (name, checkStatus, cb) => {
        const [check, done] =
          typeof checkStatus === 'function' ? [true, checkStatus] : [checkStatus, cb];
        real.getTable(name, check, (...result) => this.#guarded(() => done?.(...result)));
      },
      getItemDb: (table) => this.#view(`item-${table}~`, real.getItemDb(table)),
      getIndexDb: (type, table, index) =>
        this.#view(
          `index-${type.toLowerCase()}~${table}~${index}~`,
          real.getIndexDb(type, table, index),
        ),
    };
  }

  #view(prefix: string, real: ItemDb): ItemDb {
    const note = (change: Change, cb: Callback) => {
      this.changes.push(change);
      cb();
    };
    return {
      // No lock is needed: requests are carried out one after another.
      lock: (_key, body) => body((cb) => cb),
      get: (key, cb) =>
        real.get(key, (error, value) => {
          this.read.set(prefix + key, value);
          this.#guarded(() => cb(error, value));
        }),
      put: (key, value, cb) => note({ type: 'put', key: prefix + key, value }, cb),
      del: (key, cb) => note({ type: 'del', key: prefix + key }, cb),
      createValueStream: (options) => real.createValueStream(options),
    };
  }

  #guarded(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.#fail(error);
    }
  }
}

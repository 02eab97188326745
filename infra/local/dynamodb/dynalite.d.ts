/** What is used of dynalite 4.0.0, which has no types of its own. */

declare module 'dynalite/db/index.js' {
  type Callback = (error?: Error | null, value?: object) => void;

  interface ItemDb {
    lock(key: string, body: (release: (cb: Callback) => Callback) => void): void;
    get(key: string, cb: Callback): void;
    put(key: string, value: object, cb: Callback): void;
    del(key: string, cb: Callback): void;
    createValueStream(options: object): unknown;
  }

  interface Store {
    options: object;
    tableDb: { awsAccountId: string; awsRegion: string };
    /** The level database itself. Everything else is a view of it, by key prefix. */
    db: {
      get(key: string): Promise<object | undefined>;
      put(key: string, value: object): Promise<void>;
      del(key: string): Promise<void>;
      batch(
        changes: readonly (
          | { type: 'put'; key: string; value: object }
          | { type: 'del'; key: string }
        )[],
      ): Promise<void>;
      clear(range: { gte: string; lt: string }): Promise<void>;
      close(): Promise<void>;
    };
    getItemDb(table: string): ItemDb;
    getIndexDb(type: string, table: string, index: string): ItemDb;
    getTable(name: string, checkStatus: boolean | Callback, cb?: Callback): void;
  }

  export function create(options: {
    path?: string | undefined;
    createTableMs: number;
    updateTableMs: number;
    deleteTableMs: number;
  }): Store;

  /** The comparison `value operator operands`, right only where all are of one scalar type. */
  export function compare(operator: string, value: object, operands: readonly object[]): boolean;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  /** Gives what `types` names, of the right type. Deletes everything else from `data` as well. */
  export function checkTypes(data: object, types: object): Record<string, unknown>;

  /** Throws what the client is to see. Leaves parsed expressions in `data`: `_condition`, `_filter`, `_updates`. */
  export function checkValidations(
    data: object,
    types: object,
    custom: unknown,
    store: Store,
  ): void;
}

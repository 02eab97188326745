/** A connection to a database server, as the steps use it. */
export interface Database {
  /**
   * Runs one statement. Values are escaped into it; a statement that carries a password must get it
   * that way, since then no error tells it. One that takes longer than `limitMs` is ended in the
   * server too, and rejects with `StatementStopped`; the connection is then of no more use.
   */
  query(
    sql: string,
    values?: readonly unknown[],
    limitMs?: number,
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A username and its password. `whose` says for people who that is and where the password is from. */
export interface Login {
  readonly username: string;
  readonly password: string;
  readonly whose?: string;
}

export type Connect = (endpoint: Endpoint, login: Login) => Promise<Database>;

/** The server refused a statement. Carries MySQL's number and state, and nothing of the statement. */
export class StatementRefused extends Error {
  readonly errno: number;
  /** What MySQL said; it may quote the statement. */
  readonly said: string;
  constructor(errno: number, symbol: string, said: string) {
    super(`MySQL error ${errno} (${symbol})`);
    this.name = 'StatementRefused';
    this.errno = errno;
    Object.defineProperty(this, 'said', { enumerable: false });
    this.said = said;
  }
}

/** The statement took longer than it may, and the server was made to end it. */
export class StatementStopped extends Error {
  constructor(limitMs: number) {
    super(`it took longer than ${Math.round(limitMs / 1000)} s and was stopped`);
    this.name = 'StatementStopped';
  }
}

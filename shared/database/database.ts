/** A connection to a database server, as the steps use it. */
export interface Database {
  /**
   * Runs one statement. Values are escaped into it; a statement that carries a password must get it
   * that way, since then no error tells it.
   */
  query(
    sql: string,
    values?: readonly unknown[],
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export type Connect = (
  endpoint: Endpoint,
  login: { readonly username: string; readonly password: string },
) => Promise<Database>;

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

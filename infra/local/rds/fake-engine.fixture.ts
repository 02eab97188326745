import type { DatabaseEngine, Login, ServerEndpoint, WantedEndpoint } from './database-engine.ts';

/** Databases in memory: a master login each, and whether the server runs. */
export class FakeEngine implements DatabaseEngine {
  readonly serverVersion = '8.0.42-fake';
  readonly logins = new Map<string, Login>();
  readonly running = new Set<string>();
  readonly snapshots = new Map<string, Login>();
  /** Every call, as `verb key`. */
  readonly calls: string[] = [];
  /** Verbs that fail from now on. */
  readonly failing = new Set<string>();

  async create(cluster: string, master: Login): Promise<void> {
    this.#enter('create', cluster);
    this.logins.set(cluster, master);
  }

  async start(cluster: string, { port }: WantedEndpoint): Promise<ServerEndpoint> {
    this.#enter('start', cluster);
    this.#login(cluster);
    this.running.add(cluster);
    return { address: 'server.test', port: port + 1 };
  }

  async stop(cluster: string): Promise<void> {
    this.#enter('stop', cluster);
    this.running.delete(cluster);
  }

  async destroy(cluster: string): Promise<void> {
    this.#enter('destroy', cluster);
    this.running.delete(cluster);
    this.logins.delete(cluster);
  }

  async snapshot(cluster: string, snapshot: string): Promise<{ bytes: number }> {
    this.#enter('snapshot', cluster);
    this.snapshots.set(snapshot, this.#login(cluster));
    return { bytes: 3 * 2 ** 30 };
  }

  async copySnapshot(from: string, to: string): Promise<void> {
    this.#enter('copySnapshot', from);
    this.snapshots.set(to, this.#saved(from));
  }

  async deleteSnapshot(snapshot: string): Promise<void> {
    this.#enter('deleteSnapshot', snapshot);
    this.snapshots.delete(snapshot);
  }

  async restore(snapshot: string, cluster: string): Promise<void> {
    this.#enter('restore', cluster);
    this.logins.set(cluster, this.#saved(snapshot));
  }

  async setMasterPassword(cluster: string, master: Login): Promise<void> {
    this.#enter('setMasterPassword', cluster);
    this.logins.set(cluster, master);
  }

  async close(): Promise<void> {}

  #enter(verb: string, key: string): void {
    this.calls.push(`${verb} ${key}`);
    if (this.failing.has(verb)) throw new Error(`${verb} fails`);
  }

  #login(cluster: string): Login {
    const login = this.logins.get(cluster);
    if (!login) throw new Error(`no data of ${cluster}`);
    return login;
  }

  #saved(snapshot: string): Login {
    const login = this.snapshots.get(snapshot);
    if (!login) throw new Error(`no snapshot ${snapshot}`);
    return login;
  }
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseEngine, Login, ServerEndpoint, WantedEndpoint } from '../database-engine.ts';
import { asScript, masterAccount } from './accounts.ts';
import { bootstrap } from './bootstrap.ts';
import { copyData, copyFrozenData } from './copy-data.ts';
import { type Server, type ServerOptions, startServer } from './start-server.ts';
import { type Store, sizeOf } from './store.ts';
import { limit, Turns } from './turns.ts';

export interface EngineParts extends Pick<ServerOptions, 'program' | 'authority' | 'reaper'> {
  readonly caFile: string;
  readonly clusters: Store;
  readonly snapshots: Store;
  /** The data of an empty server. */
  readonly template: string;
  readonly address: (cluster: string) => string;
  readonly log: (line: string) => void;
  /** Gives the directory up. */
  readonly release: () => Promise<void>;
}

/** Real MariaDB servers. What concerns one cluster, or one snapshot, happens one after another. */
export class MariadbEngine implements DatabaseEngine {
  readonly serverVersion: string;
  /** The certificate of the authority that vouches for every server, PEM, and the file that has it. */
  readonly ca: string;
  readonly caFile: string;
  readonly #parts: EngineParts;
  readonly #running = new Map<string, Server>();
  readonly #turns = new Turns();
  readonly #slots = limit(MOST_AT_ONCE);
  #closing: Promise<void> | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.serverVersion = parts.program.version;
    this.ca = parts.authority.certificate;
    this.caFile = parts.caFile;
  }

  create(cluster: string, master: Login): Promise<void> {
    const { clusters, template } = this.#parts;
    return this.#onCluster(cluster, () =>
      clusters.add(cluster, async (folder) => {
        await copyData(template, join(folder, 'data'));
        await this.#setOffline(join(folder, 'data'), master);
      }),
    );
  }

  start(cluster: string, { port }: WantedEndpoint): Promise<ServerEndpoint> {
    return this.#onCluster(cluster, async () => {
      const running = this.#running.get(cluster);
      if (running) return running.endpoint;

      const { clusters, address, log } = this.#parts;
      const server = await startServer({
        ...this.#parts,
        directory: clusters.path(cluster),
        address: address(cluster),
        port,
      });
      this.#running.set(cluster, server);
      void server.end.then((how) => {
        if (this.#running.get(cluster) !== server) return;
        this.#running.delete(cluster);
        log(`The database server of ${cluster} ended by itself: ${how}`);
      });
      return server.endpoint;
    });
  }

  stop(cluster: string): Promise<void> {
    return this.#onCluster(cluster, () => this.#stop(cluster));
  }

  destroy(cluster: string): Promise<void> {
    return this.#onCluster(cluster, async () => {
      await this.#stop(cluster);
      await this.#parts.clusters.remove(cluster);
    });
  }

  snapshot(cluster: string, snapshot: string): Promise<{ readonly bytes: number }> {
    const { snapshots } = this.#parts;
    return this.#onBoth(cluster, snapshot, async () => {
      await snapshots.add(snapshot, async (folder) => {
        const [from, to] = [this.#data(cluster), join(folder, 'data')];
        const server = this.#running.get(cluster);
        if (server) await copyFrozenData(server.pid, from, to);
        else await copyData(from, to);
        // Temporary tables; the server makes them anew.
        await rm(join(to, 'ibtmp1'), { force: true });
      });
      return { bytes: await sizeOf(snapshots.path(snapshot)) };
    });
  }

  copySnapshot(from: string, to: string): Promise<void> {
    const { snapshots } = this.#parts;
    return this.#onSnapshot(from, () =>
      snapshots.add(to, (folder) =>
        copyData(join(snapshots.path(from), 'data'), join(folder, 'data')),
      ),
    );
  }

  deleteSnapshot(snapshot: string): Promise<void> {
    return this.#onSnapshot(snapshot, () => this.#parts.snapshots.remove(snapshot));
  }

  restore(snapshot: string, cluster: string): Promise<void> {
    const { clusters, snapshots } = this.#parts;
    return this.#onBoth(cluster, snapshot, () =>
      clusters.add(cluster, (folder) =>
        copyData(join(snapshots.path(snapshot), 'data'), join(folder, 'data')),
      ),
    );
  }

  setMasterPassword(cluster: string, master: Login): Promise<void> {
    return this.#onCluster(cluster, async () => {
      const server = this.#running.get(cluster);
      if (server) await server.run(masterAccount(master));
      else await this.#setOffline(this.#data(cluster), master);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#turns.finished();
    await Promise.all([...this.#running.keys()].map((cluster) => this.#stop(cluster)));
    this.#parts.reaper.close();
    await this.#parts.release();
  }

  async #stop(cluster: string): Promise<void> {
    const server = this.#running.get(cluster);
    this.#running.delete(cluster);
    await server?.stop();
  }

  #setOffline(data: string, master: Login): Promise<void> {
    // Accounts do not exist in this mode until they are read.
    const script = asScript(['FLUSH PRIVILEGES', ...masterAccount(master)]);
    return bootstrap(this.#parts.program, data, script);
  }

  #data(cluster: string): string {
    return join(this.#parts.clusters.path(cluster), 'data');
  }

  #onCluster<T>(cluster: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(`cluster ${cluster}`, () => this.#inSlot(work));
  }

  #onSnapshot<T>(snapshot: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(`snapshot ${snapshot}`, () => this.#inSlot(work));
  }

  /** Always in this order, so that nobody waits for each other. */
  #onBoth<T>(cluster: string, snapshot: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(`cluster ${cluster}`, () => this.#onSnapshot(snapshot, work));
  }

  #inSlot<T>(work: () => Promise<T>): Promise<T> {
    return this.#slots(() => {
      if (this.#closing !== undefined) throw new Error('the database engine is closed');
      return work();
    });
  }
}

/** Starting and copying keep the machine busy; more at once only makes each slower. */
const MOST_AT_ONCE = 4;

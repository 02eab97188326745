import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll } from 'vitest';
import type { Login, ServerEndpoint } from '../database-engine.ts';
import { createMariadbEngine } from './create-engine.ts';
import { ensureMariadb } from './fetch/ensure-mariadb.ts';
import type { MariadbEngine } from './mariadb-engine.ts';
import { verifiedOptions } from './verified-options.ts';

export const master: Login = { username: 'admin', password: `it's a "secret" \\ ; ` };

/** A directory that goes away with the scope that asked for it. */
export const temporaryDirectory = async () => {
  const path = await mkdtemp(join(tmpdir(), 'mariadb-engine-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
};

export const openEngine = async (
  directory: string,
  log: (line: string) => void = () => undefined,
): Promise<MariadbEngine> =>
  createMariadbEngine({ program: await ensureMariadb(), directory, log });

/** Logs in by TLS, sure of whom it speaks to. */
export const login = (
  engine: Pick<MariadbEngine, 'ca'>,
  at: ServerEndpoint,
  { username, password }: Login = master,
): Promise<Connection> =>
  createConnection({ ...verifiedOptions(at, engine.ca), user: username, password });

export const newKey = () => `key-${randomUUID()}`;

/** One engine for all tests of a file, and what they do with it. */
export const sharedEngine = () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let engine: MariadbEngine;
  const logged: string[] = [];
  const connections: Connection[] = [];

  beforeAll(async () => {
    directory = await temporaryDirectory();
    engine = await openEngine(directory.path, (line) => void logged.push(line));
  });

  afterAll(async () => {
    for (const connection of connections) connection.destroy();
    await engine.close();
    await directory[Symbol.asyncDispose]();
  });

  const connected = async (at: ServerEndpoint, as?: Login): Promise<Connection> => {
    const connection = await login(engine, at, as);
    connection.on('error', () => undefined);
    connections.push(connection);
    return connection;
  };
  const started = async (cluster: string) => {
    const at = await engine.start(cluster, { port: 3306 });
    return { cluster, at, connection: await connected(at) };
  };
  return {
    logged,
    connected,
    started,
    engine: () => engine,
    /** Where a cluster's data lie. */
    data: (cluster: string) => join(directory.path, 'clusters', cluster, 'data'),
    async created() {
      const cluster = newKey();
      await engine.create(cluster, master);
      return started(cluster);
    },
    async restored(snapshot: string) {
      const cluster = newKey();
      await engine.restore(snapshot, cluster);
      return started(cluster);
    },
  };
};

/** The only value of the only row. */
export const onlyValue = async (connection: Connection, sql: string): Promise<unknown> => {
  const [[row]] = await connection.query<RowDataPacket[]>(sql);
  return Object.values(row ?? {})[0];
};

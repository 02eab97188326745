import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
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

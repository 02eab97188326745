import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import type { ServerEndpoint } from '../database-engine.ts';
import { ENGINE_USER } from './accounts.ts';
import { freePort } from './address.ts';
import { commonFlags, SERVICE_FLAGS } from './flags.ts';
import type { MariadbProgram } from './program.ts';
import { ready } from './ready.ts';
import type { Reaper } from './reaper.ts';
import { type SpawnedServer, spawnServer } from './spawn-server.ts';
import { ServerStartError } from './start-error.ts';
import { writeStartFiles } from './start-files.ts';
import type { Authority } from './tls/authority.ts';
import { verifiedOptions } from './verified-options.ts';

export interface ServerOptions {
  readonly program: MariadbProgram;
  readonly authority: Authority;
  /** Holds `data`, and beside it what belongs to one start only. */
  readonly directory: string;
  readonly address: string;
  /** Taken if it is free. */
  readonly port: number;
  readonly reaper: Reaper;
}

/** A server that takes logins, by TLS only. */
export interface Server extends SpawnedServer {
  readonly endpoint: ServerEndpoint;
  /** Runs statements with every privilege. */
  run(statements: readonly string[]): Promise<void>;
}

/** @throws ServerStartError */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToStart(options);
    } catch (error) {
      const mayPass = error instanceof ServerStartError && error.portTaken;
      if (!mayPass || attempt === MOST_ATTEMPTS) throw error;
    }
  }
};

const tryToStart = async (options: ServerOptions): Promise<Server> => {
  const { program, authority, directory, address, reaper } = options;
  const port = await freePort(address, options.port);
  const password = randomBytes(24).toString('base64url');
  const { files, flags } = await writeStartFiles(options, password);
  const spawned = await spawnServer(
    program,
    [
      ...commonFlags(program, join(directory, 'data')),
      ...SERVICE_FLAGS,
      ...flags,
      `--bind-address=${address}`,
      `--port=${port}`,
    ],
    files.log,
    reaper,
  );
  const connect = () =>
    createConnection({
      ...verifiedOptions({ address, port }, authority.certificate),
      user: ENGINE_USER,
      password,
    });
  try {
    await ready(spawned, connect, files.log);
  } catch (error) {
    await spawned.stop();
    throw error;
  } finally {
    await rm(files.init, { force: true });
  }
  const run = async (statements: readonly string[]) => {
    const connection = await connect();
    try {
      await runAll(connection, statements);
    } finally {
      await connection.end();
    }
  };
  return { ...spawned, endpoint: { address, port }, run };
};

const runAll = async (connection: Connection, statements: readonly string[]): Promise<void> => {
  // A client that holds a lock on all tables must not make us wait for a day.
  await connection.query('SET SESSION lock_wait_timeout = 10');
  for (const statement of statements)
    await connection.query(statement).catch((error: Error) => {
      // The driver's error has the statement in it, and so a password.
      throw new Error(error.message);
    });
};

const MOST_ATTEMPTS = 3;

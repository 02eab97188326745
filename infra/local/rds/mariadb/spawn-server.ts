import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type MariadbProgram, programEnvironment } from './program.ts';
import type { Reaper } from './reaper.ts';

/** A server just started, not necessarily taking logins. */
export interface SpawnedServer {
  readonly pid: number;
  /** Resolves once it has ended, with how: `exit code 1`. */
  readonly end: Promise<string>;
  /** Resolves once it has ended. */
  stop(): Promise<void>;
}

export const spawnServer = async (
  program: MariadbProgram,
  flags: readonly string[],
  logFile: string,
  reaper: Reaper,
): Promise<SpawnedServer> => {
  const log = await open(logFile, 'w');
  const child = spawn(program.mariadbd, flags, {
    env: programEnvironment(program),
    // In a session of its own, so that an interrupt from the terminal reaches us alone.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const end = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)),
  );
  const { pid } = child;
  if (pid !== undefined) reaper.watch(pid);
  try {
    if (pid === undefined)
      return await once(child, 'error').then(([error]) => Promise.reject(error));
  } finally {
    await log.close();
  }
  child.unref();
  void end.then(() => reaper.forget(pid));
  return { pid, end, stop: () => stop(child, end) };
};

/**
 * Asks once: a server that gets the signal in the moment before it takes logins may hang instead of
 * ending.
 */
const stop = async (child: ChildProcess, end: Promise<string>): Promise<void> => {
  child.kill('SIGTERM');
  const ended = new AbortController();
  const patience = pause(PATIENCE_MS, undefined, { signal: ended.signal });
  patience.then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await end;
  ended.abort();
};

const PATIENCE_MS = 5_000;

import { readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimDirectory, DirectoryInUseError, wasClaimed } from './owner.ts';
import { serversUnder } from './running.ts';

/**
 * Removes what engines left in the subdirectories of `parent` when they were killed: ends their servers
 * and deletes the directories. Leaves alone what has a living owner, and what was never an engine's or
 * was closed properly. Gives the directories it removed.
 */
export const sweepOrphans = async (
  parent: string,
  log: (line: string) => void,
): Promise<string[]> => {
  const removed: string[] = [];
  const names = await readdir(parent).catch((): string[] => []);
  for (const directory of names.map((name) => join(parent, name))) {
    if (!(await wasClaimed(directory))) continue;
    const claim = await claimDirectory(directory).catch((error: Error) => {
      if (!(error instanceof DirectoryInUseError)) throw error;
    });
    if (!claim) continue;
    await endServers(directory, log);
    await rm(directory, { recursive: true, force: true });
    removed.push(directory);
  }
  return removed;
};

/** Ends every server whose data lie under a directory that is ours. */
export const endServers = async (directory: string, log: (line: string) => void): Promise<void> => {
  const root = await realpath(directory);
  for (let round = 0; ; round += 1) {
    const servers = await serversUnder(root);
    if (servers.length === 0) return;
    if (round === 0) log(`Ending ${servers.length} database server(s) left in ${directory}`);
    if (round > MOST_ROUNDS) throw new Error(`server ${servers[0]} in ${directory} does not end`);
    for (const pid of servers) {
      // One that was killed while its data were copied stands still and would not hear anything else.
      signal(pid, 'SIGCONT');
      if (round === 0) signal(pid, 'SIGTERM');
      if (round >= PATIENT_ROUNDS) signal(pid, 'SIGKILL');
    }
    await pause(ROUND_MS);
  }
};

const ROUND_MS = 50;
const PATIENT_ROUNDS = 5_000 / ROUND_MS;
const MOST_ROUNDS = 2 * PATIENT_ROUNDS;

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

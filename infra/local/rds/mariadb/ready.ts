import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import type { SpawnedServer } from './spawn-server.ts';
import { startError } from './start-error.ts';

/**
 * Resolves when a login works: an open port says less, the server may still ignore it.
 *
 * @throws ServerStartError
 */
export const ready = async (
  spawned: Pick<SpawnedServer, 'end'>,
  connect: () => Promise<Connection>,
  logFile: string,
): Promise<void> => {
  let how: string | undefined;
  void spawned.end.then((said) => {
    how = said;
  });
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    if (how !== undefined) throw await startError(`ended with ${how}`, logFile);
    try {
      const connection = await connect();
      await connection.end();
      return;
    } catch (error) {
      if (performance.now() > deadline)
        throw await startError(`takes no logins (${error})`, logFile);
    }
    await pause(BETWEEN_TRIES_MS);
  }
};

const PATIENCE_MS = 60_000;
const BETWEEN_TRIES_MS = 10;

import { readFile } from 'node:fs/promises';

/** A server ended, or took no logins in time, after it was started. The message has the end of its log. */
export class ServerStartError extends Error {
  readonly code = 'SERVER_START_FAILED';
  /** Somebody took the port after it was found free. */
  readonly portTaken: boolean;
  constructor(reason: string, log: string) {
    super(`The database server ${reason}. Its log ends:\n${log.trim().slice(-2000)}`);
    this.name = 'ServerStartError';
    this.portTaken = log.includes('Bind on TCP/IP port');
  }
}

export const startError = async (reason: string, logFile: string): Promise<ServerStartError> =>
  new ServerStartError(reason, await readFile(logFile, 'utf8').catch(() => '(no log)'));

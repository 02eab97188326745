import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { dataDirectory } from './data-directory.ts';
import type { Kept } from './kept.ts';

/** What an environment left cannot be taken over by the next one. */
export class StateFileError extends Error {
  readonly code = 'STATE_UNREADABLE';
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}, which the last run left, cannot be read: ${reason}`, options);
    this.name = 'StateFileError';
  }
}

/** Another one for every change of what is in the file. */
const FORMAT = 1;

const content = z.object({ format: z.literal(FORMAT), state: z.unknown() });

/**
 * What environments leave to those that come after them in the same data directory. It lies there
 * between two runs only: while one runs the file would be older than the tables.
 */
export class StateFile {
  readonly #path: string;
  readonly #left: Left | undefined;

  private constructor(path: string, left: Left | undefined) {
    this.#path = path;
    this.#left = left;
  }

  /**
   * Reads what there is, and tells where something is missing because the last run had no clean end.
   *
   * @throws StateFileError
   */
  static async open(directory: string, log: (message: string) => void): Promise<StateFile> {
    const { state: path, tables } = dataDirectory(directory);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw new StateFileError(path, error.message, { cause: error });
    });
    if (bytes) return new StateFile(path, { state: stateIn(bytes, path) });
    if (await exists(tables))
      log(
        `The last run in ${directory} did not end cleanly: its tables are there, its clusters, messages, secrets and keys are lost`,
      );
    return new StateFile(path, undefined);
  }

  /**
   * Gives back what the last run left, and forgets it.
   *
   * @throws StateFileError
   */
  async resume(kept: Kept): Promise<void> {
    if (!this.#left) return;
    try {
      await kept.restore(this.#left.state);
    } catch (error) {
      if (error instanceof z.ZodError)
        throw new StateFileError(this.#path, z.prettifyError(error), { cause: error });
      throw error;
    }
    await rm(this.#path);
  }

  /** All of it is there or nothing. Others must not read it: it has secrets and keys. */
  async save(kept: Kept): Promise<void> {
    const draft = `${this.#path}.draft`;
    const bytes = serialize({ format: FORMAT, state: kept.save() });
    await mkdir(dirname(draft), { recursive: true });
    await rm(draft, { force: true });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#path);
  }
}

interface Left {
  readonly state: unknown;
}

function stateIn(bytes: Buffer, path: string): unknown {
  const read = content.safeParse(deserialized(bytes, path));
  if (!read.success)
    throw new StateFileError(path, `it is not of the format ${FORMAT}, which this version writes`);
  return read.data.state;
}

function deserialized(bytes: Buffer, path: string): unknown {
  try {
    return deserialize(bytes);
  } catch (error) {
    throw new StateFileError(path, 'it is damaged', { cause: error });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

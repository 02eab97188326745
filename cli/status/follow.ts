import { setTimeout as sleep } from 'node:timers/promises';
import { isUnderWay, type Operation } from '../../shared/operation/operation.ts';

export interface Following {
  readonly read: () => Promise<Operation | undefined>;
  /** Told after each look. */
  readonly look: (operation: Operation | undefined) => void;
  readonly signal: AbortSignal;
  /** How long an operation may take to appear. */
  readonly appearsWithinMs: number;
  /** How long it is followed, if not to its end however long that takes. */
  readonly endsWithinMs?: number | undefined;
  readonly now?: () => number;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const SHORTEST_MS = 300;
const LONGEST_MS = 5_000;
const GROWTH = 1.3;

/**
 * Looks at an operation, ever less often while nothing happens, until it no longer goes on by itself.
 * `interrupted` if the signal came before; `late` if it did not end in time; `undefined` if it did not
 * even appear in time.
 */
export async function follow({
  read,
  look,
  signal,
  appearsWithinMs,
  endsWithinMs = Number.POSITIVE_INFINITY,
  now = () => performance.now(),
  pause = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
}: Following): Promise<Operation | 'interrupted' | 'late' | undefined> {
  const began = now();
  let seen: string | undefined;
  let interval = SHORTEST_MS;
  while (!signal.aborted) {
    const operation = await read();
    look(operation);
    if (operation && !isUnderWay(operation)) return operation;
    if (!operation && now() - began > appearsWithinMs) return undefined;
    if (now() - began > endsWithinMs) return 'late';
    interval =
      operation?.update_time === seen ? Math.min(LONGEST_MS, interval * GROWTH) : SHORTEST_MS;
    seen = operation?.update_time;
    await pause(interval, signal);
  }
  return 'interrupted';
}

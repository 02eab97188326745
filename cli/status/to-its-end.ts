import { namesOf } from '../../shared/configuration/names.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { operationsAt } from '../aws/clients.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { duration } from '../output/duration.ts';
import type { Place } from '../place.ts';
import { PROGRAM } from '../program-name.ts';
import { line, type Terminal } from '../terminal.ts';
import { type Following, follow } from './follow.ts';
import { type Left, leftAt } from './left.ts';
import { type PlaceInLine, placeOf } from './places.ts';
import { readOperation } from './read-operation.ts';
import type { Watcher } from './watch.ts';

/** How long EventBridge, SQS and Lambda are given until a request has become an operation. */
export const APPEARS_WITHIN_MS = 60_000;

export interface Wanted {
  readonly operationId: string;
  readonly place: Place;
  readonly json: boolean;
  /** How long it is waited for, if not to its end however long that takes. */
  readonly endsWithinMs?: number;
  /** Another than the real one. */
  readonly time?: Pick<Following, 'now' | 'pause'>;
}

interface Ended {
  readonly operation: Operation;
  readonly left: readonly Left[] | undefined;
}

/**
 * Follows an operation. It may have been asked for just now, here or elsewhere, so it may take a moment
 * to appear. `undefined` if it was interrupted: that is said, and how to go on looking.
 */
export async function toItsEnd(
  { operationId, place, endsWithinMs, time }: Wanted,
  watcher: Watcher,
  terminal: Terminal,
): Promise<Ended | undefined> {
  const { operations, lines } = operationsAt(place, terminal.env);
  let ended: Ended | undefined;
  let queue: PlaceInLine | undefined;
  try {
    const found = await follow({
      async read() {
        const operation = await readOperation(operations, operationId);
        queue = operation && (await placeOf(operation, lines));
        return operation;
      },
      look: (operation) => watcher.look(operation, queue),
      signal: terminal.interruption(),
      appearsWithinMs: APPEARS_WITHIN_MS,
      endsWithinMs,
      ...time,
    });
    if (typeof found === 'object')
      ended = { operation: found, left: await leftAt(place, terminal.env, found) };
    else if (found === 'late') throw late(operationId, place, endsWithinMs);
    else if (found === undefined) throw neverAppeared(operationId, place);
  } finally {
    watcher.end(ended?.operation, ended?.left);
  }
  if (!ended) line(terminal.err, `It goes on by itself. ${again(operationId, place)}`);
  return ended;
}

/** How to see the operation again. */
export const again = (operationId: string, { flags }: Place): string =>
  `Follow it with: ${[`${PROGRAM} status`, operationId, '--watch', ...flags].join(' ')}`;

const late = (operationId: string, place: Place, ms = 0): CliError =>
  new CliError(exitCodes.failed, `operation ${operationId} has not ended within ${duration(ms)}`, {
    remedy: `It goes on by itself. ${again(operationId, place)}`,
  });

const neverAppeared = (operationId: string, place: Place): CliError => {
  const queue = namesOf(place.environment).deadLetterQueue('snapshot-check');
  return new CliError(exitCodes.failed, `operation ${operationId} has not appeared`, {
    remedy: [
      `The deployment may be paused, or the request lies in the queue ${queue}. ${again(operationId, place)}`,
      `See those that there are with: ${[PROGRAM, 'list', ...place.flags].join(' ')}`,
    ].join('\n'),
  });
};

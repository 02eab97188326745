import { namesOf } from '../../shared/configuration/names.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { operationsAt } from '../aws/clients.ts';
import { CliError } from '../cli-error.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { PROGRAM } from '../program-name.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { exitCodeOf } from './exit-code.ts';
import { follow } from './follow.ts';
import { type Left, leftAt } from './left.ts';
import { noSuchOperation, readOperation } from './read-operation.ts';
import { showingAt } from './showing.ts';
import { watcherOn } from './watch.ts';

/** How long EventBridge, SQS and Lambda are given until a request has become an operation. */
const APPEARS_WITHIN_MS = 60_000;

export interface Wanted {
  readonly operationId: string;
  readonly place: Place;
  readonly json: boolean;
  /** It was just asked for, so it may take a moment to appear. */
  readonly requested?: boolean;
}

/** Follows an operation to its end, shows how it ended, and gives the exit code. */
export async function watchOperation(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  const { operationId, place, requested = false } = wanted;
  const at = operationsAt(place, terminal.env);
  const output = wanted.json ? terminal.err : terminal.out;
  const watcher = watcherOn(output, showingAt(place, output, terminal.env));
  let found: Operation | 'interrupted' | undefined;
  let left: readonly Left[] | undefined;
  try {
    found = await follow({
      read: () => readOperation(at.operations, operationId),
      look: watcher.look,
      signal: terminal.interruption(),
      appearsWithinMs: requested ? APPEARS_WITHIN_MS : 0,
    });
    if (typeof found === 'object') left = await leftAt(place, terminal.env, found);
  } finally {
    watcher.end(typeof found === 'object' ? found : undefined, left);
  }
  if (found === 'interrupted') {
    line(terminal.err, `It goes on by itself. ${again(operationId, place)}`);
    return exitCodes.interrupted;
  }
  if (!found)
    throw requested
      ? neverAppeared(operationId, place)
      : noSuchOperation(operationId, place.environment);
  if (wanted.json) json(terminal.out, { ...found, ...(left && { left }) });
  return exitCodeOf(found);
}

/** How to see the operation again. */
export const again = (operationId: string, { flags }: Place): string =>
  `Follow it with: ${[`${PROGRAM} status`, operationId, '--watch', ...flags].join(' ')}`;

const neverAppeared = (operationId: string, { environment }: Place): CliError => {
  const queue = namesOf(environment).deadLetterQueue('snapshot-check');
  return new CliError(exitCodes.failed, `operation ${operationId} has not appeared`, {
    remedy: `The request may lie in the queue ${queue}.`,
  });
};

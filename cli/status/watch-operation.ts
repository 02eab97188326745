import { namesOf } from '../../shared/configuration/names.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { operationsAt } from '../aws/clients.ts';
import { CliError } from '../cli-error.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { paintFor } from '../output/paint.ts';
import type { Place } from '../place.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { exitCodeOf } from './exit-code.ts';
import { follow } from './follow.ts';
import { noSuchOperation, readOperation } from './read-operation.ts';
import { statusLines } from './status-text.ts';
import { watcherOn } from './watch.ts';

/** How long EventBridge, SQS and Lambda are given until a request has become an operation. */
const APPEARS_WITHIN_MS = 60_000;

interface Wanted {
  readonly operationId: string;
  readonly place: Place;
  readonly json: boolean;
  /** It was just asked for, so it may take a moment to appear. */
  readonly requested?: boolean;
}

/** Follows an operation to its end, shows how it ended, and gives the exit code. */
export async function watchOperation(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  const { operationId, place, requested = false } = wanted;
  const { operations, region } = operationsAt(place, terminal.env);
  const showing = {
    paint: paintFor(wanted.json ? terminal.err : terminal.out, terminal.env),
    flags: place.flags,
    region: await region(),
    endpointUrl: place.endpointUrl,
  };
  const watcher = watcherOn(wanted.json ? terminal.err : terminal.out, showing);
  let found: Operation | 'interrupted' | undefined;
  try {
    found = await follow({
      read: () => readOperation(operations, operationId),
      look: watcher.look,
      signal: terminal.interruption(),
      appearsWithinMs: requested ? APPEARS_WITHIN_MS : 0,
    });
  } finally {
    watcher.end();
  }
  if (found === 'interrupted') {
    line(terminal.err, `No longer watched; it goes on by itself. ${again(operationId, place)}`);
    return exitCodes.interrupted;
  }
  if (!found)
    throw requested
      ? neverAppeared(operationId, place)
      : noSuchOperation(operationId, place.environment);
  if (wanted.json) json(terminal.out, found);
  else
    for (const text of statusLines(found, { ...showing, now: new Date() })) line(terminal.out, text);
  return exitCodeOf(found);
}

/** How to see the operation again. */
export const again = (operationId: string, { flags }: Place): string =>
  `Follow it with: ${['aurora-restore status', operationId, '--watch', ...flags].join(' ')}`;

const neverAppeared = (operationId: string, { environment }: Place): CliError => {
  const queue = namesOf(environment).deadLetterQueue('snapshot-check');
  return new CliError(exitCodes.failed, `operation ${operationId} has not appeared`, {
    remedy: `The request may lie in the queue ${queue}.`,
  });
};

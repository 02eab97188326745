import type { Stage } from '../../events/index.ts';
import { operate } from '../aws/operator.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { again } from '../status/to-its-end.ts';
import { watchOperation } from '../status/watch-operation.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { effectsFrom } from './effects.ts';

interface Wanted {
  readonly operationId: string;
  readonly from: Stage;
  readonly place: Place;
  readonly watch: boolean;
  readonly json: boolean;
}

/** Starts an operation again from a stage, and says or shows what comes of it. */
export async function replayOperation(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  const { operationId, from, place } = wanted;
  const operation = await operate(operationId, place, terminal, (verbs) =>
    verbs.replay(operationId, from),
  );
  const told = wanted.json ? terminal.err : terminal.out;
  line(told, `Operation ${operationId} starts again from ${from}, as attempt ${operation.attempt}`);
  for (const effect of effectsFrom(from, operation)) line(told, `  - it ${effect}`);
  if (wanted.watch) return await watchOperation(wanted, terminal);
  if (wanted.json) json(terminal.out, operation);
  else line(terminal.out, again(operationId, place));
  return exitCodes.ok;
}

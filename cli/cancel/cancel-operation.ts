import { operate } from '../aws/operator.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { whatIsLeft } from './what-is-left.ts';

interface Wanted {
  readonly operationId: string;
  readonly place: Place;
  readonly json: boolean;
}

/** Ends an operation, and says what it leaves behind. */
export async function cancelOperation(
  { operationId, place, json: asJson }: Wanted,
  terminal: Terminal,
): Promise<ExitCode> {
  const operation = await operate(operationId, place, terminal, (verbs) =>
    verbs.cancel(operationId),
  );
  const told = asJson ? terminal.err : terminal.out;
  line(told, `Operation ${operationId} is cancelled`);
  for (const text of whatIsLeft(operation, new Date())) line(told, `  ${text}`);
  if (asJson) json(terminal.out, operation);
  return exitCodes.ok;
}

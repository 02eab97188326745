import { operationsAt } from '../aws/clients.ts';
import type { ExitCode } from '../exit-codes.ts';
import { paintFor } from '../output/paint.ts';
import type { Place } from '../place.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { exitCodeOf } from './exit-code.ts';
import { noSuchOperation, readOperation } from './read-operation.ts';
import { statusLines } from './status-text.ts';
import { watchOperation } from './watch-operation.ts';

interface Wanted {
  readonly operationId: string;
  readonly place: Place;
  readonly watch: boolean;
  readonly json: boolean;
}

/** Shows how an operation stands, or follows it. */
export async function showOperation(wanted: Wanted, terminal: Terminal): Promise<ExitCode> {
  if (wanted.watch) return await watchOperation(wanted, terminal);
  const { operationId, place } = wanted;
  const { operations, region } = operationsAt(place, terminal.env);
  const operation = await readOperation(operations, operationId);
  if (!operation) throw noSuchOperation(operationId, place.environment);
  if (wanted.json) json(terminal.out, operation);
  else
    for (const text of statusLines(operation, {
      now: new Date(),
      paint: paintFor(terminal.out, terminal.env),
      flags: place.flags,
      region: await region(),
      endpointUrl: place.endpointUrl,
    }))
      line(terminal.out, text);
  return exitCodeOf(operation);
}

import { operationsAt } from '../aws/clients.ts';
import type { ExitCode } from '../exit-codes.ts';
import { duration } from '../output/duration.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { exitCodeOf } from './exit-code.ts';
import { leftAt } from './left.ts';
import { placeOf } from './places.ts';
import { noSuchOperation, readOperation } from './read-operation.ts';
import { showingAt } from './showing.ts';
import { statusLines } from './status-text.ts';
import { APPEARS_WITHIN_MS, type Wanted } from './to-its-end.ts';
import { watchOperation } from './watch-operation.ts';

/** Shows how an operation stands, or follows it. */
export async function showOperation(
  wanted: Wanted & { readonly watch: boolean; readonly settings: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const { operationId, place, settings } = wanted;
  const at = operationsAt(place, terminal.env);
  const operation = await readOperation(at.operations, operationId);
  if (wanted.watch) {
    if (!operation)
      line(
        terminal.err,
        `Operation ${operationId} is not there yet; it has ${duration(APPEARS_WITHIN_MS)} to appear`,
      );
    return await watchOperation(wanted, terminal);
  }
  if (!operation) throw noSuchOperation(operationId, place.environment);
  const left = await leftAt(place, terminal.env, operation);
  const queue = await placeOf(operation, at.lines);
  if (wanted.json)
    json(terminal.out, { ...operation, ...(queue && { queue }), ...(left && { left }) });
  else {
    const showing = {
      ...showingAt(place, terminal.out, terminal.env),
      left,
      queue,
      settings,
      now: new Date(),
    };
    for (const text of statusLines(operation, showing)) line(terminal.out, text);
  }
  return exitCodeOf(operation);
}

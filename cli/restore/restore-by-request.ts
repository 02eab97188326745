import { eventsClient, operationsAt } from '../aws/clients.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Place } from '../place.ts';
import { readOperation } from '../status/read-operation.ts';
import { showPlan } from '../status/show-plan.ts';
import { again } from '../status/to-its-end.ts';
import { watchOperation } from '../status/watch-operation.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { newOperationId, putRequest } from './put-request.ts';
import { readRequestFile } from './read-request-file.ts';
import { refuseMissingBus } from './refuse-missing-bus.ts';
import { refuseTaken } from './refuse-taken.ts';
import { parseRequest, requestFromOptions } from './request.ts';

interface Given {
  readonly operationId?: string | undefined;
  readonly file?: string | undefined;
  readonly watch: boolean;
  readonly json: boolean;
}

/** Checks the request, puts it, and says or shows how to go on. A dry run is waited for: it takes seconds. */
export async function restoreByRequest(
  given: Given & Readonly<Record<string, unknown>>,
  place: Place,
  terminal: Terminal,
): Promise<ExitCode> {
  const request = {
    ...(given.file !== undefined && (await readRequestFile(given.file))),
    ...requestFromOptions(given),
    ...(given.operationId !== undefined && { operation_id: given.operationId }),
  };
  const parsed = parseRequest(request);
  const operationId = parsed.operation_id ?? newOperationId();
  const whole = { ...parsed, operation_id: operationId };
  if (parsed.operation_id !== undefined) {
    const { operations } = operationsAt(place, terminal.env);
    await refuseTaken(() => readOperation(operations, operationId), whole);
  }
  const client = eventsClient(place, terminal.env);
  await refuseMissingBus(client, place.environment);
  const event_id = await putRequest(client, place.environment, whole);
  const wanted = { operationId, place, json: given.json };
  if (whole.dry_run) return await showPlan(wanted, terminal);
  if (!given.json || given.watch)
    line(given.json ? terminal.err : terminal.out, `Requested as operation ${operationId}`);
  if (given.watch) return await watchOperation(wanted, terminal);
  if (given.json) json(terminal.out, { operation_id: operationId, event_id });
  else line(terminal.out, again(operationId, place));
  return exitCodes.ok;
}

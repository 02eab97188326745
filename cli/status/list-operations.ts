import {
  isUnderWay,
  type Operation,
  type Status,
  statuses,
} from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { operationsAt } from '../aws/clients.ts';
import { between, duration } from '../output/duration.ts';
import { table } from '../output/table.ts';
import type { Place } from '../place.ts';
import { json, line, type Terminal } from '../terminal.ts';
import { type PlaceInLine, type Places, placesOf } from './places.ts';
import { readable } from './read-operation.ts';
import { subject } from './subject.ts';

interface Wanted {
  readonly place: Place;
  readonly status?: Status | undefined;
  readonly limit: number;
  readonly json: boolean;
}

/** Lists the operations of a deployment. */
export async function listOperations(wanted: Wanted, { out, env }: Terminal): Promise<void> {
  const { operations, lines } = operationsAt(wanted.place, env);
  const found = await latest(operations, wanted);
  const places = await placesOf(found, lines);
  const queue = (id: string) => ({ ...(places.has(id) && { queue: places.get(id) }) });
  if (wanted.json)
    json(out, { operations: found.map((one) => ({ ...one, ...queue(one.operation_id) })) });
  else for (const text of listLines(found, new Date(), places)) line(out, text);
}

/** Of one status or of all, the latest first. */
export async function latest(
  operations: Pick<Operations, 'withStatus'>,
  { status, limit }: Pick<Wanted, 'status' | 'limit'>,
): Promise<Operation[]> {
  const asked = status ? [status] : statuses;
  const found = await Promise.all(asked.map((one) => readable(operations.withStatus(one, limit))));
  return found
    .flat()
    .sort((a, b) => b.start_time.localeCompare(a.start_time))
    .slice(0, limit);
}

export function listLines(
  operations: readonly Operation[],
  now: Date,
  places: Places = new Map(),
): string[] {
  if (operations.length === 0) return ['There are no such operations.'];
  return table([
    ['OPERATION', 'STATUS', 'STAGE', 'STARTED', 'TOOK', 'RESTORE OF'],
    ...operations.map((operation) => [
      operation.operation_id,
      standing(operation, places.get(operation.operation_id)),
      operation.step,
      operation.start_time.replace(/\.\d+Z$/, 'Z'),
      duration(between(operation.start_time, endOf(operation) ?? now)),
      subject(operation),
    ]),
  ]);
}

const standing = ({ status }: Operation, place: PlaceInLine | undefined): string =>
  place && status === 'queued' ? `${status} (${place.place} of ${place.of})` : status;

const endOf = (operation: Operation): string | undefined =>
  isUnderWay(operation) ? undefined : (operation.end_time ?? operation.update_time);

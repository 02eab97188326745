import { type Operation, type Status, statuses } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { operationsAt } from '../aws/clients.ts';
import { between, duration } from '../output/duration.ts';
import { table } from '../output/table.ts';
import type { Place } from '../place.ts';
import { json, line, type Terminal } from '../terminal.ts';
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
  const { operations } = operationsAt(wanted.place, env);
  const found = await latest(operations, wanted);
  if (wanted.json) json(out, { operations: found });
  else for (const text of listLines(found, new Date())) line(out, text);
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

export function listLines(operations: readonly Operation[], now: Date): string[] {
  if (operations.length === 0) return ['There are no such operations.'];
  return table([
    ['OPERATION', 'STATUS', 'STAGE', 'STARTED', 'TOOK', 'RESTORE OF'],
    ...operations.map((operation) => [
      operation.operation_id,
      operation.status,
      operation.step,
      operation.start_time.replace(/\.\d+Z$/, 'Z'),
      duration(between(operation.start_time, endOf(operation) ?? now)),
      subject(operation),
    ]),
  ]);
}

const endOf = ({ status, end_time, update_time }: Operation): string | undefined =>
  status === 'in_progress' ? undefined : (end_time ?? update_time);

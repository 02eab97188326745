import { lineNames } from '../../shared/line/line.ts';
import type { Lines } from '../../shared/line/lines.ts';
import type { Operation } from '../../shared/operation/operation.ts';

/** Where an operation waits for its turn. */
export interface PlaceInLine {
  readonly line: (typeof lineNames)[number];
  /** From 1. */
  readonly place: number;
  readonly of: number;
}

export type Places = ReadonlyMap<string, PlaceInLine>;

export const placeOf = async (
  operation: Pick<Operation, 'operation_id' | 'status'>,
  lines: () => Promise<Pick<Lines, 'read'>>,
): Promise<PlaceInLine | undefined> =>
  (await placesOf([operation], lines)).get(operation.operation_id);

/** The places of all that wait. Nothing is asked where none of these operations does. */
export async function placesOf(
  operations: readonly Pick<Operation, 'status'>[],
  lines: () => Promise<Pick<Lines, 'read'>>,
): Promise<Places> {
  const places = new Map<string, PlaceInLine>();
  if (!operations.some(({ status }) => status === 'queued')) return places;
  for (const line of lineNames) {
    const { waiting } = await (await lines()).read(line);
    for (const [index, { operation_id }] of waiting.entries())
      places.set(operation_id, { line, place: index + 1, of: waiting.length });
  }
  return places;
}

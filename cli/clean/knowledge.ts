import type { Operation } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { readOperation } from '../status/read-operation.ts';
import { type Finding, findingOf, type Knowledge } from './finding.ts';
import { idOf, operationOf, type Thing } from './tagged.ts';

/** How many failed operations, and plans, are looked at for what they restore from, the latest first. */
const FAILED_LOOKED_AT = 500;

/** Where operations are read, and what was asked for. */
export interface Asked extends Pick<Knowledge, 'olderThanMs' | 'named'> {
  readonly operations: Pick<Operations, 'read' | 'holder' | 'watched' | 'withStatus'>;
  readonly region: string;
  readonly now: () => Date;
}

/** Reads whatever decides about a thing, as it is now. */
export async function judge(thing: Thing, asked: Asked, cleaner?: string): Promise<Finding> {
  const { operations, region, now, olderThanMs, named } = asked;
  const operation = await readOperation(operations, operationOf(thing));
  const holder =
    thing.kind === 'cluster'
      ? await operations.holder({ kind: 'cluster', region, id: idOf(thing) })
      : undefined;
  const others = operation && thing.kind === 'cluster-snapshot' ? await notOver(operations) : [];
  return findingOf(thing, {
    operation,
    holder,
    others,
    olderThanMs,
    named,
    now: now(),
    ...(cleaner !== undefined && { cleaner }),
  });
}

/** In progress, failed and perhaps to be redriven, or planned and perhaps to be carried out. */
async function notOver(operations: Asked['operations']): Promise<Operation[]> {
  const found = [
    ...(await operations.withStatus('failed', FAILED_LOOKED_AT)),
    ...(await operations.withStatus('planned', FAILED_LOOKED_AT)),
  ];
  for await (const id of operations.watched()) {
    const operation = await readOperation(operations, id);
    if (operation) found.push(operation);
  }
  return found;
}

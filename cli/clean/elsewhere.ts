import { isElsewhere, leftBehind } from '../../shared/operation/left-behind.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { readable } from '../status/read-operation.ts';
import { type Undo, undoOf } from '../undo.ts';

/** How many operations of each status are looked at, the latest first. */
const LOOKED_AT = 500;

interface Elsewhere {
  readonly operation_id: string;
  readonly role: string;
  readonly arn: string | undefined;
  readonly undo: Undo;
}

/**
 * What operations that did not complete left in the accounts of their sources. It is only told of:
 * neither looked for nor removed, since that account's credentials are not an operator's of this one.
 */
export async function leftElsewhere(
  operations: Pick<Operations, 'withStatus'>,
): Promise<Elsewhere[]> {
  const over = [
    ...(await readable(operations.withStatus('failed', LOOKED_AT))),
    ...(await readable(operations.withStatus('cancelled', LOOKED_AT))),
  ];
  return over.flatMap((operation) =>
    leftBehind(operation)
      .filter(isElsewhere)
      .map((resource) => ({
        operation_id: operation.operation_id,
        role: resource.role,
        arn: resource.arn,
        undo: undoOf(resource),
      })),
  );
}

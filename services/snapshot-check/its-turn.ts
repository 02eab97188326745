import type { RestoreRequest } from '../../events/restore-request.ts';
import { type Reason, Rejection } from '../../shared/errors.ts';
import type { Lines } from '../../shared/line/lines.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { type CheckAgain, checkAgain, waitInLine } from '../../shared/step/answer.ts';
import { heldBy } from './held.ts';

interface World {
  readonly lines: Pick<Lines, 'stand'>;
  readonly max_concurrent_restores: number;
}

/** Whether a request waits where another operation has its target, rather than be rejected. */
export const awaitsTarget = ({ when_busy }: Pick<RestoreRequest, 'when_busy'>): boolean =>
  when_busy === 'wait';

/**
 * Stands in the line of restores: nothing where it is the operation's turn, else how it waits. Rejects
 * where another has the target or waits for it, unless the request wants to wait for that.
 */
export async function itsTurn(
  { lines, max_concurrent_restores }: World,
  operation: Operation,
  request: Pick<RestoreRequest, 'when_busy'>,
  now: Date,
): Promise<CheckAgain | undefined> {
  const turn = await lines.stand('restores', operation, {
    limit: max_concurrent_restores,
    awaitsTarget: awaitsTarget(request),
    now,
  });
  if (turn.kind === 'at_work') return undefined;
  if (turn.behind && !awaitsTarget(request))
    throw new Rejection([heldBy(turn.behind.target, turn.behind.operation_id)]);
  return waitInLine('restores', turn);
}

/** Its turn has come, and yet an operation that stands in no line has the target. */
export const waitForHolder = ({ message }: Reason): CheckAgain =>
  checkAgain(message, { queued: 'restores' });

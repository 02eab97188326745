import { StepFailure } from '../errors.ts';
import { isUnderWay, type Operation, type OperationError } from '../operation/operation.ts';
import type { HeldByAnother, LostLock } from '../operation/operations.ts';

/**
 * A redrive that finds its target in another's hands: by whom, whether it is worth while to wait, and
 * still what the operation had failed with before.
 */
export const lockedOut = (
  { error }: Pick<Operation, 'error'>,
  held: HeldByAnother,
  holder: Pick<Operation, 'status' | 'claim'> | undefined,
) => new StepFailure('TARGET_LOCKED', heldBy(held, holder), { cause: error && before(error) });

/** An operation at work that finds its target in another's hands, or in nobody's. */
export const lockLost = ({ id, holder }: LostLock) =>
  new StepFailure(
    'TARGET_LOCKED',
    holder === undefined
      ? `this operation held target ${id} and does no longer, nor does any other: look who removed its lock, then redrive`
      : `this operation held target ${id} and does no longer: operation ${holder} holds it now`,
  );

/** However often it is redriven in vain, the first failure is the one that somebody has to know of. */
const before = ({ code, message, cause }: OperationError): string =>
  code === 'TARGET_LOCKED' && cause !== undefined
    ? cause
    : `it had failed with ${code}: ${message}${cause === undefined ? '' : ` (${cause})`}`;

function heldBy(
  { id, holder: name, since, untilItEnds }: HeldByAnother,
  holder: Pick<Operation, 'status' | 'claim'> | undefined,
): string {
  const state = holder?.status.replaceAll('_', ' ') ?? 'not there any more';
  const inProgress = holder !== undefined && isUnderWay(holder);
  if (untilItEnds && inProgress)
    return `target ${id} is held by operation ${name}, which is in progress: wait until it has ended or cancel it, then redrive`;
  if (untilItEnds)
    return `target ${id} is held by operation ${name}, which is ${state}: redrive ${holder?.claim ? `after ${holder.claim.until}, when its last work is over` : 'again'}`;
  if (inProgress)
    return `target ${id} is held since ${since} by operation ${name}, which is in progress: this operation cannot go on, even when that one has ended; put a new request then, or cancel this one`;
  const verb = holder?.status === 'completed' ? 'restored' : 'held';
  return `operation ${name} has ${verb} target ${id} since (it is ${state}): this operation cannot go on; put a new request, or cancel it`;
}

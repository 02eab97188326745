import { type Reason, Rejection } from '../../shared/errors.ts';
import { hasEnded, type Operation } from '../../shared/operation/operation.ts';
import {
  HeldByAnother,
  type Lock,
  type Operations,
  type ResourceKey,
} from '../../shared/operation/operations.ts';

/** Whoever is at work on the target. One that has ended lets it go. */
export async function heldByAnother(
  operations: Pick<Operations, 'holder' | 'read'>,
  { operation_id }: Pick<Operation, 'operation_id'>,
  target: ResourceKey,
  now: Date,
): Promise<Reason[]> {
  const holder = await operations.holder(target);
  if (holder === undefined || holder === operation_id) return [];
  const another = await operations.read(holder);
  return another && !hasEnded(another, now) ? [heldBy(target.id, holder)] : [];
}

/**
 * Takes the target, or tells who has it. A redriven request takes it from no restore that came after it:
 * that had it before the request was put or, where the request waits for such, was asked for before it.
 */
export async function hold(
  operations: Pick<Operations, 'hold' | 'read'>,
  { operation_id, reopened_at, start_time, request }: Operation,
  target: ResourceKey,
  now: Date,
): Promise<Reason | undefined> {
  const cameBefore = async ({ operation_id: holder, since }: Lock) =>
    since < start_time ||
    (request.when_busy === 'wait' &&
      ((await operations.read(holder))?.start_time ?? start_time) < start_time);
  try {
    await operations.hold(target, operation_id, now, {
      mayTakeOver: reopened_at === undefined ? () => true : cameBefore,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof HeldByAnother)) throw error;
    if (!error.untilItEnds) throw new Rejection([heldBy(target.id, error.holder)]);
    return heldBy(target.id, error.holder);
  }
}

export const heldBy = (target: string, holder: string): Reason => ({
  code: 'TARGET_LOCKED',
  field: 'target_cluster_id',
  message: `target_cluster_id ${target} is held by operation ${holder}`,
});

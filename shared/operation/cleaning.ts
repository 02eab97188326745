import { all, equals, oneOf, type Update } from './condition.ts';
import type { Operation, Resource } from './operation.ts';
import { unclaimed } from './writes.ts';

/**
 * The writes under which what an ended operation left is removed. The claim keeps every worker, also
 * one of a redrive that comes meanwhile, from calling anything, and nobody takes the target's lock
 * from an operation that is claimed. None of them moves the operation on.
 */

/** Statuses of operations that no worker is at, unless somebody sends their message again. */
const ended = ['failed', 'cancelled', 'rejected', 'completed'] as const;

interface Cleaner {
  readonly by: string;
  readonly now: Date;
}

/** Only while the operation still is as it was read when it was decided what of it may go. */
export const claimForCleaning = (read: Operation, { by, now }: Cleaner, until: Date): Update => ({
  set: { claim: { by, until: until.toISOString() } },
  when: all(
    oneOf('status', ended),
    equals('status', read.status),
    equals('sequence', read.sequence),
    equals('update_time', read.update_time),
    unclaimed(now),
  ),
});

/** Keeps that something is gone. */
export const cleaned = (by: string, key: string, resource: Resource): Update => ({
  set: { [`resources.${key}`]: { ...resource, deleted: true } },
  when: equals('claim.by', by),
});

export const releaseFromCleaning = (by: string): Update => ({
  set: { claim: undefined },
  when: equals('claim.by', by),
});

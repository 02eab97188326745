import type { Draft } from '../../events/define-event.ts';
import type { LineName, Turn } from '../line/line.ts';
import type { Learnt } from '../operation/operation.ts';

/**
 * What a step's business function may answer. It may also throw `StepFailure` (nothing helps until
 * somebody acts), `Rejection` (nothing ever helps), `NotYet` (as `checkAgain`), or anything else
 * (may pass next time).
 */
export type Answer<Name extends string = string> = Done<Name> | CheckAgain;

/** The stage is over: this event says so. */
export interface Done<Name extends string = string> {
  readonly kind: 'done';
  readonly event: Draft<Name>;
  readonly learnt: Learnt;
}

/** Not yet: RDS is working, throttling, or at a limit of things in progress. */
export interface CheckAgain {
  readonly kind: 'check-again';
  /** What is being waited for, for people. */
  readonly reason: string;
  /** Per cent, where RDS reports it. */
  readonly progress?: number | undefined;
  /** Where AWS says so itself; else it follows from progress and time. */
  readonly afterSeconds?: number | undefined;
  /** The line in which it waits for its turn; then nothing is in progress. */
  readonly queued?: LineName | undefined;
}

export const done = <Name extends string>(event: Draft<Name>, learnt: Learnt = {}): Done<Name> => ({
  kind: 'done',
  event,
  learnt,
});

export const checkAgain = (
  reason: string,
  hints: Omit<CheckAgain, 'kind' | 'reason'> = {},
): CheckAgain => ({ kind: 'check-again', reason, ...hints });

/** Not yet: others come first. */
export const waitInLine = (
  line: LineName,
  { behind }: Extract<Turn, { kind: 'waiting' }>,
): CheckAgain =>
  checkAgain(
    behind
      ? `waits for operation ${behind.operation_id}, which has the same target`
      : `waits for its turn in the line of ${line}`,
    { queued: line },
  );

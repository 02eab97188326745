import type { Operation } from '../../shared/operation/operation.ts';
import { standingOf } from '../../shared/step/standing.ts';
import type { Letter } from './letter.ts';
import { stageOf } from './queues.ts';

/** What will become of a message once it is back in its queue. */
export interface Finding {
  readonly letter: Letter;
  readonly operation: Operation | undefined;
  /** Whether sending it on lets a failed operation go on. */
  readonly goesOn: boolean;
  readonly outcome: string;
}

/** Told from the operation by the very rule by which the step will tell it. */
export function findingOf(letter: Letter, operation: Operation | undefined, now: Date): Finding {
  const found = (outcome: string, goesOn = false) => ({ letter, operation, goesOn, outcome });
  const { about, event, queue } = letter;
  if (event === undefined) return found('not an event: will come back here');
  if (!about)
    return found(
      event === 'Scheduled Event' ? 'the watchdog looks once more' : 'a hint: its step looks once',
    );
  if (['sns-notification', 'audit-log'].includes(queue.service ?? ''))
    return found('will be told once more');
  const stage = stageOf(letter.service);
  if (!stage) return found('of no step: will come back here');
  const arrival = { ...about, stage, messageId: '', sentAt: now };
  switch (standingOf(operation, arrival, now).is) {
    case 'first':
      return found('no operation yet: will begin it', true);
    case 'redriven':
    case 'failed':
      return operation?.error?.code === 'TARGET_LOCKED'
        ? found('failed: goes on only if its target is free again')
        : found('failed: goes on from there', true);
    case 'current':
    case 'double':
      return found('in progress: goes on, or waits and changes nothing');
    case 'unpublished':
    case 'stale':
      return found(
        `overtaken (${operation?.status.replace('_', ' ')}): will be acknowledged and change nothing`,
      );
    case 'out-of-order':
      return found(
        operation
          ? `the operation stands at ${operation.step}, number ${operation.sequence}: will come back here`
          : 'no operation: will come back here',
      );
  }
}

/** The code with which the operation failed at this very event. */
export const codeOf = ({ letter: { about }, operation }: Finding): string | undefined =>
  operation?.status === 'failed' && operation.sequence === about?.sequence
    ? operation.error?.code
    : undefined;

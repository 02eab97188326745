import type { Stage } from '../../events/index.ts';
import { isUnderWay, type Operation } from '../operation/operation.ts';

/** What of a delivery decides what is to be done with it. */
export interface Arrival {
  readonly operationId: string;
  /** The stage that the receiving step works at. */
  readonly stage: Stage;
  readonly sequence: number;
  /** Whether the event is a request, which may begin an operation. */
  readonly begins: boolean;
  readonly messageId: string;
  readonly sentAt: Date;
  /** Set on delayed checks: which one it is. */
  readonly checkId?: string | undefined;
}

/** What a delivery of an event of ours is, told from the operation alone. */
export type Standing =
  /** A request nobody has seen yet. */
  | { readonly is: 'first' }
  /** New, or a retry: claim and work. */
  | { readonly is: 'current' }
  /** Another delivery is at work on it: wait until its claim has run out. */
  | { readonly is: 'double'; readonly until: Date }
  /** Its completion was recorded but perhaps not published: publish it again. */
  | { readonly is: 'unpublished' }
  /** Overtaken: acknowledge. */
  | { readonly is: 'stale' }
  /** From nowhere: it must not be lost, and must not be worked on. */
  | { readonly is: 'out-of-order' }
  /** It failed and is on its way to the dead-letter queue. */
  | { readonly is: 'failed' }
  /** Somebody sent it again after it had failed: go on. */
  | { readonly is: 'redriven' };

export function standingOf(
  operation: Operation | undefined,
  arrival: Arrival,
  now: Date,
): Standing {
  if (!operation) return { is: arrival.begins ? 'first' : 'out-of-order' };
  if (operation.sequence < arrival.sequence) return { is: 'out-of-order' };
  if (operation.sequence === arrival.sequence + 1 && !operation.published)
    return { is: 'unpublished' };
  if (operation.sequence > arrival.sequence) return { is: 'stale' };
  /** The number of another stage's event: nobody sends that but by hand. */
  if (operation.step !== arrival.stage) return { is: 'out-of-order' };
  if (operation.status === 'failed') return afterFailure(operation, arrival);
  if (!isUnderWay(operation)) return { is: 'stale' };
  if (arrival.checkId !== undefined && arrival.checkId !== operation.next_check?.id)
    return { is: 'stale' };
  const until = operation.claim && new Date(operation.claim.until);
  return until && until >= now ? { is: 'double', until } : { is: 'current' };
}

function afterFailure({ error }: Operation, arrival: Arrival): Standing {
  if (!error) return { is: 'failed' };
  const thisVeryMessage = error.message_id === arrival.messageId;
  const sentBefore = arrival.sentAt <= new Date(error.at);
  return { is: thisVeryMessage || sentBefore ? 'failed' : 'redriven' };
}

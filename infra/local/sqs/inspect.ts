import type { MessageState } from './message-store.ts';
import type { Queue } from './queue.ts';

/** What lies in a queue, for tests and operators: looking changes nothing. */
export interface InspectedQueue extends Readonly<Record<MessageState, number>> {
  readonly arn: string;
  /** The oldest first. */
  readonly messages: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly state: MessageState;
    readonly receiveCount: number;
    readonly sentAt: Date;
    /** Set where a redrive policy moved it here. */
    readonly deadLetterSource: string | undefined;
  }[];
}

export function inspectQueue(queue: Queue): InspectedQueue {
  const counts = queue.counts();
  const messages = [...queue.messages.all()].map((stored) => ({
    messageId: stored.message.id,
    body: stored.message.body,
    state: queue.messages.stateOf(stored),
    receiveCount: (stored.message.receivesBefore ?? 0) + stored.receives,
    sentAt: new Date(stored.message.sentAt),
    deadLetterSource: stored.message.deadLetterSource,
  }));
  return { arn: queue.arn, ...counts, messages };
}

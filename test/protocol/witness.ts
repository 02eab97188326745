import { isDeepStrictEqual } from 'node:util';
import {
  isUnderWay,
  type Operation,
  type OutgoingEvent,
} from '../../shared/operation/operation.ts';
import type { Lock } from '../../shared/operation/operations.ts';
import type { Message } from './queues.ts';

/** What is seen of a write that took place. */
export interface Wrote {
  /** As the protocol calls the write. */
  readonly what: string;
  /** The run of a function that wrote. */
  readonly by: string;
  readonly message: Message | undefined;
  /** The number of the event that was delivered to it. */
  readonly at: number | undefined;
  /** Whether anything of the operation has changed since it looked. */
  readonly changed: boolean;
  readonly now: Date;
  readonly before: Operation | undefined;
  readonly after: Operation;
}

/** The watchdog's decisions, which are about an operation exactly as it was read. */
const asRead = new Set(['resend', 'fail unattended']);
const beginning = new Set(['create', 'begin failed']);
/** Writes by which an operation gets on to its next number, and says so. */
const counted = new Set(['complete', 'reject', 'replay', 'cancel']);
/** The writes of whoever holds the claim. */
export const ofClaimant: ReadonlySet<string> = new Set([
  'release',
  'record',
  'complete',
  'reject',
  'fail',
]);
export const final: ReadonlySet<string> = new Set(['completed', 'rejected', 'cancelled']);

/** Sees everything that happens, and says what of it never may. */
export class Witness {
  readonly violations: string[] = [];
  /** Events that stood in an outbox, by their id, with whether they were published. */
  readonly #said = new Map<string, { readonly event: OutgoingEvent; published: boolean }>();
  /** Outboxes that nothing has overtaken, by operation. */
  readonly #due = new Map<string, Map<string, readonly OutgoingEvent[]>>();
  /** Messages that failed an operation, which nobody has reopened since. */
  readonly #failedBy = new Map<string, Set<string>>();
  readonly #completed = new Set<string>();

  violated(what: string): void {
    this.violations.push(what);
  }

  #unless(holds: boolean, what: string): void {
    if (!holds) this.violated(what);
  }

  wrote(wrote: Wrote): void {
    const { what, by, changed, now, before, after } = wrote;
    const { operation_id: id } = after;
    this.#outbox(what, before, after);
    if (!before) return;
    this.#unless(!beginning.has(what), `${what} came to ${id}, which was there already`);
    this.#number(what, before, after);
    this.#delivery({ ...wrote, before });
    this.#unless(
      !changed || !asRead.has(what),
      `${what} by ${by} came to ${id}, which has changed since ${by} looked`,
    );
    const alive = before.claim && Date.parse(before.claim.until) >= now.getTime();
    const kept = before.claim?.by === after.claim?.by;
    this.#unless(
      !alive || kept || before.claim?.by === by,
      `${what} by ${by} ended the live claim of ${before.claim?.by} on ${id}`,
    );
    this.#unless(
      !final.has(before.status) || isDeepStrictEqual(lasting(before, what), lasting(after, what)),
      `${what} changed ${id}, which was ${before.status}`,
    );
    this.#unless(
      before.status !== 'failed' || after.status !== 'in_progress' || what !== 'complete',
      `${what} got ${id} on, which had failed`,
    );
    this.#unless(
      what !== 'sent' || before.next_check?.id === after.next_check?.id,
      `sent took the place of another check of ${id}`,
    );
    this.#failure(what, after);
  }

  /** A delivery writes at the number of its event only, and what a claim is for only under its own. */
  #delivery({ what, by, at, before, message }: Wrote & { readonly before: Operation }): void {
    const { operation_id: id, sequence, claim, error } = before;
    this.#unless(
      what !== 'reopen' || !message || !error || message.sentAt > Date.parse(error.at),
      `${message?.messageId} reopened ${id}, though it was sent before the failure`,
    );
    this.#unless(
      at === undefined || at === sequence || what === 'published',
      `${what} by ${by}, which is about ${at}, came to ${id} at ${sequence}`,
    );
    this.#unless(
      !ofClaimant.has(what) || claim?.by === by,
      `${what} by ${by} came to ${id}, where it has no claim`,
    );
  }

  #number(what: string, before: Operation, after: Operation): void {
    const { operation_id: id, sequence } = after;
    const more = sequence - before.sequence;
    this.#unless(
      more === (counted.has(what) ? 1 : 0),
      `${what} got ${id} from ${before.sequence} to ${sequence}`,
    );
    if (what !== 'complete') return;
    const number = `${id} ${before.sequence}`;
    this.#unless(!this.#completed.has(number), `${number} was completed twice`);
    this.#completed.add(number);
  }

  #outbox(what: string, before: Operation | undefined, after: Operation): void {
    const { operation_id: id, outbox } = after;
    if (outbox && outbox.id !== before?.outbox?.id) {
      const { detail } = outbox.events.at(-1) ?? {};
      this.#unless(
        detail?.sequence === after.sequence,
        `${what} let ${id} at ${after.sequence} speak of ${detail?.sequence}`,
      );
      for (const event of outbox.events)
        if (!this.#said.has(eventIdOf(event)))
          this.#said.set(eventIdOf(event), { event, published: false });
      const due = this.#due.get(id) ?? new Map();
      this.#due.set(id, due.set(outbox.id, outbox.events));
    }
    if (what !== 'published') return;
    for (const event of outbox?.events ?? [])
      this.#unless(
        this.#said.get(eventIdOf(event))?.published !== false,
        `${id} was said to have published ${event.detail_type}`,
      );
  }

  #failure(what: string, { operation_id, error }: Operation): void {
    if (what === 'reopen' || what === 'replay') this.#failedBy.delete(operation_id);
    if ((what === 'fail' || what === 'locked') && error?.message_id !== undefined) {
      const messages = this.#failedBy.get(operation_id) ?? new Set();
      this.#failedBy.set(operation_id, messages.add(error.message_id));
    }
  }

  published(event: OutgoingEvent): void {
    const said = this.#said.get(eventIdOf(event));
    if (said) said.published = true;
    this.#unless(
      isDeepStrictEqual(said?.event, event),
      `${event.detail_type} was published from no outbox`,
    );
  }

  /** Somebody has set the status by hand, who answers for what comes of it. */
  setByHand({ operation_id }: Operation): void {
    this.#failedBy.delete(operation_id);
  }

  /** A business function is called. */
  works(
    { operation_id, status, next_check, step }: Operation,
    { messageId, checkId, stage }: Pick<Message, 'messageId' | 'checkId' | 'stage'>,
  ): void {
    this.#unless(status === 'in_progress', `${operation_id} was worked on, which is ${status}`);
    this.#unless(step === stage, `${stage} worked on ${operation_id}, which is at ${step}`);
    this.#unless(
      !this.#failedBy.get(operation_id)?.has(messageId),
      `${messageId} was worked on again, which had failed ${operation_id}`,
    );
    this.#unless(
      checkId === undefined || checkId === next_check?.id,
      `check ${checkId} of ${operation_id} was acted upon, while ${next_check?.id} was the outstanding one`,
    );
  }

  /** Something is changed that cannot be changed back. */
  changes(operation: Operation, by: string, now: Date, holder: string | undefined): void {
    const { operation_id: id, claim } = operation;
    this.#unless(
      claim?.by === by && Date.parse(claim.until) >= now.getTime(),
      `${by} changed the target of ${id} without a live claim`,
    );
    this.#unless(holder === id, `${by} changed the target of ${id} while ${holder} held it`);
  }

  /** A lock goes from one operation to another. */
  takes(
    what: string,
    now: Date,
    from: { readonly lock: Lock; readonly operation: Operation | undefined },
    by: Operation,
  ): void {
    const { lock, operation } = from;
    const claim = operation?.claim;
    const taken = `${by.operation_id} took the lock of ${lock.operation_id}`;
    this.#unless(!operation || !isUnderWay(operation), `${taken}, which is under way`);
    this.#unless(
      !claim || Date.parse(claim.until) < now.getTime(),
      `${taken}, which has a live claim`,
    );
    this.#unless(
      what !== 'reopen' || lock.since < by.start_time,
      `${taken} by a redrive, though it is newer`,
    );
    this.#unless(what !== 'replay', `${taken} by a replay`);
  }

  correlated(target: { operation_id: string } | undefined, operationId: string | undefined): void {
    const holder = target?.operation_id;
    this.#unless(
      holder === operationId,
      `${operationId} correlated a resource while ${holder} held its target`,
    );
  }

  /** Nothing moves any more. */
  atRest(operations: readonly Operation[]): void {
    for (const operation of operations) {
      const { operation_id: id, published } = operation;
      this.#unless(!isUnderWay(operation), `${id} stands still`);
      this.#unless(published, `the outbox of ${id} was never published`);
    }
    for (const { operation_id: id } of operations)
      for (const event of [...(this.#due.get(id)?.values() ?? [])].flat())
        this.#unless(
          this.#said.get(eventIdOf(event))?.published === true,
          `${event.detail_type} of ${id} was never published`,
        );
  }
}

/** What of an operation must stay when it is over. A worker may still ask to be called again, in vain. */
const lasting = (operation: Operation, what: string) => {
  const { claim: _, update_time: __, published: ___, notified: ____, ...kept } = operation;
  return {
    ...kept,
    ...((what === 'release' || what === 'sent') && { next_check: undefined, stages: undefined }),
  };
};

const eventIdOf = ({ detail }: OutgoingEvent): string => JSON.stringify(detail.metadata);

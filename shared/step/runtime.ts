import type { Stage } from '../../events/index.ts';
import type { Operation, OutgoingEvent } from '../operation/operation.ts';
import type { Operations } from '../operation/operations.ts';

/** What a step needs of the world. `environment.ts` makes the real one. */
export interface Runtime {
  readonly operations: Operations;
  /** Puts events on the pipeline's bus; rejects unless every one was taken. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /** Sends an event to the step's own queue once more, as the check with this id. */
  sendToSelf(event: OutgoingEvent, checkId: string, delaySeconds: number): Promise<void>;
  readonly region: string;
  /** The name of the queue in which a message ends that fails here. */
  readonly deadLetterQueue: string;
  /** How often the queue delivers a message before it gives up. */
  readonly maxReceives: number;
  /** Deadlines that the deployment sets otherwise than the events do, in minutes. */
  readonly deadlineMinutes: Partial<Record<Stage, number>>;
  /** How long an operation may wait for its turn. */
  readonly longestQueuedMinutes: number;
  /** An operation that had its turn goes on: it counts among those at work, beyond the limit if need be. */
  reenter(operation: Operation): Promise<void>;
  now(): Date;
  newId(): string;
  readonly report: Report;
}

/** Log and metrics. Fields that identify the delivery are added to every line. */
export interface Report {
  identify(fields: Readonly<Record<string, string | number>>): void;
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, error: unknown): void;
  count(metric: string): void;
}

/** One run of the function: Lambda ends it at `endsAt`, whatever it is doing. */
export interface Invocation {
  readonly requestId: string;
  readonly endsAt: Date;
}

/** What becomes of the message. A retry after 0 seconds lets it run out into the dead-letter queue. */
export type Outcome = { readonly acknowledge: true } | { readonly retryAfterSeconds: number };

export const acknowledge: Outcome = { acknowledge: true };
export const retryAfter = (retryAfterSeconds: number): Outcome => ({
  retryAfterSeconds: Math.max(0, Math.ceil(retryAfterSeconds)),
});
/** Nothing helps until somebody acts: on to the dead-letter queue, the way SQS can redrive from. */
export const runOut: Outcome = { retryAfterSeconds: 0 };

import type { Stage } from '../../events/index.ts';
import {
  absent,
  all,
  any,
  before,
  type Condition,
  equals,
  exists,
  oneOf,
  type Update,
} from './condition.ts';
import type { Learnt, Operation, OperationError, OutgoingEvent, Status } from './operation.ts';

/**
 * The writes of the protocol, each with the condition that makes it safe to repeat, to race and to
 * come late. Nothing else changes an operation.
 */

/** Where a delivery stands: whose claim it is and at which number. */
export interface Footing {
  /** Names the delivery, not the event: two copies of one event are two deliveries. */
  readonly by: string;
  readonly sequence: number;
  readonly now: Date;
}

export interface NextStage {
  readonly stage: Stage;
  readonly event: OutgoingEvent;
  readonly deadline: string;
}

export interface Outbox {
  readonly id: string;
  readonly events: readonly OutgoingEvent[];
}

const mine = ({ by, sequence }: Footing): Condition =>
  all(equals('status', 'in_progress'), equals('sequence', sequence), equals('claim.by', by));

const unclaimed = (now: Date): Condition =>
  any(absent('claim'), before('claim.until', now.toISOString()));

/** Items with this attribute stand in the sparse index that the watchdog reads. */
const watch = (status: Status, published: boolean) => ({
  watched: status === 'in_progress' || !published ? 'yes' : undefined,
});

const at = (now: Date) => ({ update_time: now.toISOString() });

export const claim = (
  { by, sequence, now }: Footing,
  until: Date,
  checkId: string | undefined,
): Update => ({
  set: { ...at(now), claim: { by, until: until.toISOString() } },
  when: all(
    equals('status', 'in_progress'),
    equals('sequence', sequence),
    unclaimed(now),
    ...(checkId === undefined ? [] : [equals('next_check.id', checkId)]),
  ),
});

/** Gives the claim back; with `check`, the stage's one outstanding check is now this one. */
export const release = (
  footing: Footing,
  stage: Stage,
  check?: { id: string; due: Date; reason: string; progress?: number | undefined; count: number },
): Update => ({
  set: {
    ...at(footing.now),
    claim: undefined,
    ...(check && {
      next_check: { id: check.id, due: check.due.toISOString() },
      [`stages.${stage}.checks`]: check.count,
      [`stages.${stage}.waiting`]: {
        since: footing.now.toISOString(),
        reason: check.reason,
        ...(check.progress !== undefined && { progress: check.progress }),
      },
    }),
  },
  when: all(equals('claim.by', footing.by), equals('sequence', footing.sequence)),
});

/** Keeps something learnt or about to be created, in the middle of a step. */
export const record = (footing: Footing, learnt: Learnt): Update => ({
  set: { ...at(footing.now), ...learntPaths(learnt) },
  when: mine(footing),
});

export const complete = (
  footing: Footing,
  stage: Stage,
  outbox: Outbox,
  then: NextStage | { readonly status: Status },
  learnt: Learnt = {},
): Update => {
  const now = footing.now.toISOString();
  const status = 'status' in then ? then.status : 'in_progress';
  return {
    set: {
      ...at(footing.now),
      ...learntPaths(learnt),
      ...watch(status, false),
      status,
      sequence: footing.sequence + 1,
      outbox,
      published: false,
      claim: undefined,
      next_check: undefined,
      reopened_at: undefined,
      [`stages.${stage}.ended_at`]: now,
      [`stages.${stage}.waiting`]: undefined,
      ...('status' in then
        ? { end_time: now }
        : {
            step: then.stage,
            deadline: then.deadline,
            [`stages.${then.stage}`]: { event: then.event, started_at: now },
          }),
    },
    when: mine(footing),
  };
};

export const reject = (footing: Footing, stage: Stage, outbox: Outbox, error: OperationError) => {
  const completed = complete(footing, stage, outbox, { status: 'rejected' });
  return { ...completed, set: { ...completed.set, error } } satisfies Update;
};

export const fail = (footing: Footing, error: OperationError, outbox: Outbox): Update => ({
  set: { ...at(footing.now), ...failed(error, outbox) },
  when: mine(footing),
});

/** The watchdog's: it names no message, and acts on the operation exactly as it read it. */
export const failUnattended = (
  read: Operation,
  now: Date,
  error: OperationError,
  outbox: Outbox,
): Update => ({
  set: { ...at(now), ...failed(error, outbox) },
  when: all(
    equals('status', read.status),
    equals('sequence', read.sequence),
    equals('update_time', read.update_time),
    equals('published', true),
    unclaimed(now),
  ),
});

const failed = (error: OperationError, outbox: Outbox) => ({
  status: 'failed',
  error,
  outbox,
  published: false,
  claim: undefined,
  ...watch('failed', false),
});

/** The outbox with this id is out. Says so only while the operation still stands as it was read. */
export const published = (outboxId: string, status: Status): Update => ({
  set: { published: true, ...watch(status, true) },
  when: all(equals('outbox.id', outboxId), equals('status', status)),
});

/** A redrive goes on. The lock must be taken in the same transaction. */
export const reopen = (
  { sequence, now }: Omit<Footing, 'by'>,
  deadline: string,
  check: { readonly id: string; readonly due: Date },
): Update => ({
  set: {
    ...at(now),
    status: 'in_progress',
    error: undefined,
    deadline,
    reopened_at: now.toISOString(),
    published: true,
    /** So that the watchdog goes on with it if this delivery dies before it has its claim. */
    next_check: { id: check.id, due: check.due.toISOString() },
    ...watch('in_progress', true),
  },
  when: all(equals('status', 'failed'), equals('sequence', sequence)),
});

/** A redrive cannot go on: another operation holds the target. */
export const locked = (
  { sequence, now }: Omit<Footing, 'by'>,
  error: OperationError,
  outbox: Outbox,
): Update => ({
  set: { ...at(now), error, outbox, published: false, ...watch('failed', false) },
  when: all(equals('status', 'failed'), equals('sequence', sequence)),
});

/** The watchdog sends a check again, or the stage's own event after its deadline. */
export const resend = (
  read: Operation,
  now: Date,
  check: { readonly id: string; readonly due: Date },
  deadlineActedOn: string | undefined,
): Update => ({
  set: {
    ...at(now),
    next_check: { id: check.id, due: check.due.toISOString() },
    ...(deadlineActedOn !== undefined && { deadline_acted_on: deadlineActedOn }),
  },
  when: all(
    equals('status', 'in_progress'),
    equals('sequence', read.sequence),
    equals('update_time', read.update_time),
    unclaimed(now),
  ),
});

/** Somebody is about to tell people of an event, and nobody else shall until then. */
export const notifying = (eventId: string, until: Date, now: Date): Update => ({
  set: { [`notified.${eventId}`]: { until: until.toISOString() } },
  when: all(
    exists('operation_id'),
    any(
      absent(`notified.${eventId}`),
      all(
        absent(`notified.${eventId}.sent_at`),
        before(`notified.${eventId}.until`, now.toISOString()),
      ),
    ),
  ),
});

/** They were told. */
export const notified = (eventId: string, now: Date): Update => ({
  set: { [`notified.${eventId}`]: { sent_at: now.toISOString() } },
  when: exists('operation_id'),
});

const learntPaths = ({ resources, ...learnt }: Learnt): Record<string, unknown> => ({
  ...learnt,
  ...Object.fromEntries(
    Object.entries(resources ?? {}).map(([key, resource]) => [`resources.${key}`, resource]),
  ),
});

export const canBeTakenFrom = (now: Date): Condition =>
  all(oneOf('status', ['completed', 'failed', 'rejected', 'cancelled', 'planned']), unclaimed(now));

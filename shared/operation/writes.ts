import { type Stage, stages } from '../../events/index.ts';
import type { LineName } from '../line/line.ts';
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
import {
  isUnderWay,
  type Learnt,
  type Operation,
  type OperationError,
  type OutgoingEvent,
  type Status,
} from './operation.ts';

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

/** Nobody has a claim that is alive. */
export const unclaimed = (now: Date): Condition =>
  any(absent('claim'), before('claim.until', now.toISOString()));

/** Items with this attribute stand in the sparse index that the watchdog reads. */
const watch = (status: Status, published: boolean) => ({
  watched: isUnderWay({ status }) || !published ? 'yes' : undefined,
});

/** It goes on by itself: somebody may be at it, or it waits for its turn. */
const underWay = oneOf('status', ['in_progress', 'queued']);

const at = (now: Date) => ({ update_time: now.toISOString() });

export const claim = (
  { by, sequence, now }: Footing,
  until: Date,
  checkId: string | undefined,
): Update => ({
  set: { ...at(now), status: 'in_progress', claim: { by, until: until.toISOString() } },
  when: all(
    underWay,
    equals('sequence', sequence),
    unclaimed(now),
    ...(checkId === undefined ? [] : [equals('next_check.id', checkId)]),
  ),
});

/** The stage's one outstanding check. */
interface Check {
  readonly id: string;
  readonly due: Date;
  readonly reason: string;
  readonly progress?: number | undefined;
  readonly count: number;
  /** What it waits for its turn at. */
  readonly queued?: { readonly for: LineName; readonly since: string } | undefined;
  /** A new one, where waiting for its turn begins or is over. */
  readonly deadline?: string | undefined;
}

/** Gives the claim back; with `check`, the stage's one outstanding check is now this one. */
export const release = (footing: Footing, stage: Stage, check?: Check): Update => ({
  set: {
    ...at(footing.now),
    claim: undefined,
    ...(check && {
      status: check.queued ? 'queued' : 'in_progress',
      queued: check.queued,
      ...(check.deadline !== undefined && { deadline: check.deadline }),
      next_check: { id: check.id, due: check.due.toISOString() },
      [`stages.${stage}.checks`]: check.count,
      [`stages.${stage}.waiting`]: {
        since: footing.now.toISOString(),
        reason: check.reason,
        ...(check.progress !== undefined && { progress: check.progress }),
      },
    }),
  },
  when: check
    ? mine(footing)
    : all(equals('claim.by', footing.by), equals('sequence', footing.sequence)),
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
      queued: undefined,
      reopened_at: undefined,
      [`stages.${stage}.ended_at`]: now,
      [`stages.${stage}.waiting`]: undefined,
      ...('status' in then
        ? { end_time: now }
        : {
            step: then.stage,
            deadline: then.deadline,
            [`stages.${then.stage}`]: {
              event: then.event,
              started_at: now,
              deadline: then.deadline,
            },
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

/** The watchdog's, of a request that died before anybody recorded it: the operation begins as failed. */
export const beginFailed = (
  { operation_id: _, ...begun }: Operation,
  now: Date,
  error: OperationError,
  outbox: Outbox,
): Update => ({
  set: { ...begun, ...at(now), ...failed(error, outbox) },
  when: absent('operation_id'),
});

const failed = (error: OperationError, outbox: Outbox) => ({
  status: 'failed',
  error,
  outbox,
  published: false,
  claim: undefined,
  queued: undefined,
  ...watch('failed', false),
});

/** The outbox with this id is out. Says so only while the operation still stands as it was read. */
export const published = (outboxId: string, status: Status): Update => ({
  set: { published: true, ...watch(status, true) },
  when: all(equals('outbox.id', outboxId), equals('status', status)),
});

/** A delivery of what had failed, sent again since. */
export interface Redrive {
  readonly sequence: number;
  readonly sentAt: Date;
  readonly now: Date;
}

/** It failed before that was sent. Another copy may have gone on since, and failed anew. */
const failedBefore = ({ sequence, sentAt }: Redrive): Condition =>
  all(
    equals('status', 'failed'),
    equals('sequence', sequence),
    before('error.at', sentAt.toISOString()),
  );

/** A redrive goes on. The lock must be taken in the same transaction. */
export const reopen = (
  redrive: Redrive,
  deadline: string,
  check: { readonly id: string; readonly due: Date },
): Update => ({
  set: {
    ...at(redrive.now),
    status: 'in_progress',
    error: undefined,
    deadline,
    reopened_at: redrive.now.toISOString(),
    published: true,
    /** So that the watchdog goes on with it if this delivery dies before it has its claim. */
    next_check: { id: check.id, due: check.due.toISOString() },
    ...watch('in_progress', true),
  },
  when: failedBefore(redrive),
});

/** A redrive cannot go on: another operation holds the target. */
export const locked = (redrive: Redrive, error: OperationError, outbox: Outbox): Update => ({
  set: { ...at(redrive.now), error, outbox, published: false, ...watch('failed', false) },
  when: failedBefore(redrive),
});

/**
 * An operator starts again from a stage, as a new attempt. The lock must be taken in the same
 * transaction. What was to be said before, and is not out yet, is said with it.
 */
export const replay = (read: Operation, now: Date, outbox: Outbox, then: NextStage): Update => ({
  set: {
    ...at(now),
    ...watch('in_progress', false),
    ...forgotten(then.stage),
    status: 'in_progress',
    step: then.stage,
    deadline: then.deadline,
    sequence: read.sequence + 1,
    attempt: read.attempt + 1,
    outbox: withUnsaid(read, outbox),
    published: false,
    error: undefined,
    claim: undefined,
    next_check: undefined,
    queued: undefined,
    reopened_at: undefined,
    deadline_acted_on: undefined,
    [`stages.${then.stage}`]: {
      event: then.event,
      started_at: now.toISOString(),
      deadline: then.deadline,
    },
  },
  when: all(asSeen(read), unclaimed(now)),
});

/** An operator ends it. A claim stays until it runs out: until then its worker may be in a call. */
export const cancel = (read: Operation, now: Date, outbox: Outbox): Update => ({
  set: {
    ...at(now),
    ...watch('cancelled', false),
    status: 'cancelled',
    sequence: read.sequence + 1,
    end_time: now.toISOString(),
    outbox: withUnsaid(read, outbox),
    published: false,
    next_check: undefined,
    queued: undefined,
  },
  when: asSeen(read),
});

/** It stands where the operator saw it, and nothing is left to say that the operator did not see. */
const asSeen = (read: Operation): Condition =>
  all(
    oneOf('status', ['in_progress', 'queued', 'failed']),
    equals('sequence', read.sequence),
    read.published || !read.outbox
      ? equals('published', true)
      : equals('outbox.id', read.outbox.id),
  );

const withUnsaid = (read: Operation, { id, events }: Outbox): Outbox => ({
  id,
  events: [...(read.published ? [] : (read.outbox?.events ?? [])), ...events],
});

/** What this stage and later ones wrote down must not pass for what the new attempt finds. */
const forgotten = (from: Stage): Record<string, undefined> => {
  const comesAgain = (stage: Stage) => stages.indexOf(stage) >= stages.indexOf(from);
  return Object.fromEntries([
    ...stages
      .filter((stage) => stage !== from && comesAgain(stage))
      .map((stage) => [`stages.${stage}`, undefined]),
    ...Object.entries(foundOutAt)
      .filter(([, stage]) => comesAgain(stage))
      .map(([field]) => [field, undefined]),
  ]);
};

/** The last stage that can write it down. */
const foundOutAt = {
  restore_from: 'check_copy',
  endpoint: 'check_instances',
  users: 'setup_db_users',
} as const satisfies Partial<Record<keyof Learnt, Stage>>;

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
    underWay,
    equals('sequence', read.sequence),
    equals('update_time', read.update_time),
    unclaimed(now),
  ),
});

/** What the watchdog has sent again is in its queue. */
export const sent = (check: { readonly id: string; readonly due: Date }): Update => ({
  set: { next_check: { id: check.id, due: check.due.toISOString(), sent: true } },
  when: equals('next_check.id', check.id),
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

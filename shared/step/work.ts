import type { Draft } from '../../events/define-event.ts';
import { NotYet, Rejection, StepFailure } from '../errors.ts';
import type { LineName } from '../line/line.ts';
import type { Learnt, Operation, OutgoingEvent } from '../operation/operation.ts';
import { LostCondition, LostLock } from '../operation/operations.ts';
import * as writes from '../operation/writes.ts';
import { type Answer, type CheckAgain, checkAgain, type Done } from './answer.ts';
import type { StepContract } from './contract.ts';
import { minutesOf } from './deadline.ts';
import type { Delivery } from './delivery.ts';
import { failed, failureOf, rejected } from './failure.ts';
import { lockLost } from './locked.ts';
import { onwards, stamp } from './outgoing.ts';
import { type AskPermit, permitsFor } from './permit.ts';
import { acknowledge, type Outcome, type Runtime, retryAfter, runOut } from './runtime.ts';
import { secondsToNextLook, secondsToRetry } from './spacing.ts';

/** What a step's business function is given. */
export interface StepInput<Detail> {
  readonly operation: Operation;
  readonly event: Detail;
  /** Asked for right before every call that changes something. */
  readonly permit: AskPermit;
  /** Keeps something in the operation at once: what is about to be created, for one. */
  readonly record: (learnt: Learnt) => Promise<void>;
  readonly now: () => Date;
}

/** A delivery that holds its operation's claim. */
export interface Claimed {
  readonly operation: Operation;
  /** The stage's own event: what is sent again, and what the business function sees. */
  readonly detail: unknown;
  readonly delivery: Delivery;
  readonly footing: Omit<writes.Footing, 'now'>;
  /** Woken by a native event: a hint to look, which never fails anything and adds no check. */
  readonly hinted: boolean;
}

/** Runs the business function under a claim and turns its answer into writes, events and an outcome. */
export class Work {
  readonly #contract: StepContract;
  readonly #business: (input: StepInput<never>) => Promise<Answer>;
  readonly #runtime: Runtime;

  constructor(
    contract: StepContract,
    business: (input: StepInput<never>) => Promise<Answer>,
    runtime: Runtime,
  ) {
    this.#contract = contract;
    this.#business = business;
    this.#runtime = runtime;
  }

  async run(claimed: Claimed): Promise<Outcome> {
    try {
      const answer = await this.#answer(claimed);
      if (answer.kind === 'done') return await this.#complete(claimed, answer);
      return await this.#again(claimed, answer);
    } catch (error) {
      return await this.#sort(claimed, error);
    }
  }

  async #answer({ operation, detail, footing }: Claimed): Promise<Answer> {
    const { operations, region, now } = this.#runtime;
    try {
      return await this.#business({
        operation,
        event: detail as never,
        permit: permitsFor(operations, {
          ...footing,
          operationId: operation.operation_id,
          region,
          now,
        }),
        record: async (learnt) => {
          await this.#write(operation, 'record', writes.record({ ...footing, now: now() }, learnt));
        },
        now,
      });
    } catch (error) {
      if (error instanceof LostLock) throw lockLost(error);
      if (!(error instanceof NotYet)) throw error;
      return checkAgain(error.message, { afterSeconds: error.afterSeconds });
    }
  }

  async #complete(claimed: Claimed, { event, learnt }: Done) {
    const { operation, footing } = claimed;
    const { now, newId, report } = this.#runtime;
    const outgoing = this.#stamp(claimed, event, footing.sequence + 1);
    const after = await this.#write(
      operation,
      'complete',
      writes.complete(
        { ...footing, now: now() },
        this.#contract.stage,
        { id: newId(), events: [outgoing] },
        onwards(this.#contract, outgoing, now(), this.#runtime.deadlineMinutes),
        learnt,
      ),
    );
    report.info('completed', { event: event.name });
    report.count('StepCompleted');
    await this.publish(after);
    return acknowledge;
  }

  async #again(claimed: Claimed, answer: CheckAgain): Promise<Outcome> {
    const { operation, footing, hinted } = claimed;
    const { now, report } = this.#runtime;
    report.info('not yet', { reason: answer.reason, progress: answer.progress });
    if (now().toISOString() > operation.deadline && !beginsToQueue(operation, answer))
      throw new StepFailure(
        answer.queued ? 'QUEUE_TIMED_OUT' : 'STEP_TIMED_OUT',
        `${operation.step} was due by ${operation.deadline}; it still waits: ${answer.reason}`,
      );
    if (!hinted) await this.#lookAgain(claimed, answer);
    else
      await this.#write(
        operation,
        'release',
        writes.release({ ...footing, now: now() }, this.#contract.stage),
      );
    return acknowledge;
  }

  /** Makes a new check the stage's one outstanding check, and sends it. */
  async #lookAgain(
    { operation, footing }: Pick<Claimed, 'operation' | 'footing'>,
    answer: Omit<CheckAgain, 'kind'>,
  ): Promise<void> {
    const { now, newId, sendToSelf } = this.#runtime;
    const { stage } = this.#contract;
    const { reason, progress, afterSeconds } = answer;
    const record = operation.stages[stage];
    if (!record) throw new Error(`operation has no event for its stage ${stage}`);
    const queued = answer.queued && this.#queued(operation, answer.queued);
    const since = queued?.since ?? record.started_at;
    const waited = (now().getTime() - Date.parse(since)) / 1000;
    const seconds = Math.min(900, afterSeconds ?? secondsToNextLook(waited, progress));
    const id = newId();
    await this.#write(
      operation,
      'release',
      writes.release({ ...footing, now: now() }, stage, {
        id,
        due: new Date(now().getTime() + seconds * 1000),
        reason,
        progress,
        count: (record.checks ?? 0) + 1,
        queued,
        deadline: this.#newDeadline(operation, answer),
      }),
    );
    await sendToSelf(record.event, id, seconds);
  }

  #queued({ queued }: Operation, line: LineName): NonNullable<Operation['queued']> {
    return queued?.for === line ? queued : { for: line, since: this.#runtime.now().toISOString() };
  }

  /** The time of a stage does not run while it waits for its turn. */
  #newDeadline(operation: Operation, answer: Omit<CheckAgain, 'kind'>): string | undefined {
    const { now, longestQueuedMinutes } = this.#runtime;
    const minutes = beginsToQueue(operation, answer)
      ? longestQueuedMinutes
      : operation.queued && !answer.queued
        ? minutesOf(this.#contract, this.#runtime)
        : undefined;
    return minutes === undefined
      ? undefined
      : new Date(now().getTime() + minutes * 60_000).toISOString();
  }

  async #sort(claimed: Claimed, error: unknown): Promise<Outcome> {
    const { report, maxReceives } = this.#runtime;
    if (error instanceof LostCondition) {
      report.warn('lost its condition', { what: error.message });
      return retryAfter(1);
    }
    if (claimed.hinted) return await this.#passOn(claimed, error);
    if (error instanceof Rejection) return await this.reject(claimed, error);
    if (error instanceof StepFailure) return await this.#fail(claimed, error);
    report.error('failed, may pass next time', error);
    if (claimed.delivery.receiveCount >= maxReceives)
      return await this.#fail(claimed, failureOf(error));
    await this.#release(claimed);
    return retryAfter(secondsToRetry(claimed.delivery.receiveCount));
  }

  /** A hint found something broken: the stage's own event shall find it too, and fail if it does. */
  async #passOn({ operation, footing }: Claimed, error: unknown): Promise<Outcome> {
    this.#runtime.report.error('found by a native event', error);
    await this.#lookAgain(
      { operation, footing },
      { reason: error instanceof Error ? error.message : String(error), afterSeconds: 0 },
    );
    return acknowledge;
  }

  async #release({ operation, footing }: Claimed): Promise<void> {
    const { now, report } = this.#runtime;
    try {
      await this.#write(
        operation,
        'release',
        writes.release({ ...footing, now: now() }, this.#contract.stage),
      );
    } catch (error) {
      report.error('could not give its claim back; it runs out by itself', error);
    }
  }

  async reject(claimed: Claimed, rejection: Rejection) {
    const { operation, footing } = claimed;
    const { now, newId, report } = this.#runtime;
    const { error, draft } = rejected(rejection, operation, this.#runtime);
    const outgoing = this.#stamp(claimed, draft, footing.sequence + 1);
    const after = await this.#write(
      operation,
      'reject',
      writes.reject(
        { ...footing, now: now() },
        this.#contract.stage,
        { id: newId(), events: [outgoing] },
        error,
      ),
    );
    report.warn('rejected', { reasons: rejection.reasons });
    report.count('RestoreRejected');
    await this.publish(after);
    return acknowledge;
  }

  async #fail(claimed: Claimed, failure: StepFailure): Promise<Outcome> {
    const { operation, delivery, footing } = claimed;
    const { now, newId, report } = this.#runtime;
    const { error, draft } = failed(failure, operation, delivery, this.#runtime);
    const outgoing = this.#stamp(claimed, draft, footing.sequence);
    const after = await this.#write(
      operation,
      'fail',
      writes.fail({ ...footing, now: now() }, error, { id: newId(), events: [outgoing] }),
    );
    report.error(`failed: ${failure.code}`, failure);
    report.count('StepFailed');
    await this.publish(after);
    return runOut;
  }

  /** Puts the envelope around what this delivery has to say. */
  #stamp({ operation, delivery }: Claimed, draft: Draft, sequence: number): OutgoingEvent {
    const { now, newId } = this.#runtime;
    return stamp(draft, { operation, sequence, causationId: delivery.eventId, now: now(), newId });
  }

  /** Publishes what the operation's last change has to say, unless that is already out. */
  async publish(operation: Operation): Promise<void> {
    const { outbox, published, status, operation_id } = operation;
    if (published || !outbox) return;
    await this.#runtime.publish(outbox.events);
    try {
      await this.#runtime.operations.write(
        operation_id,
        'published',
        writes.published(outbox.id, status),
      );
    } catch (error) {
      if (!(error instanceof LostCondition)) throw error;
      this.#runtime.report.debug('the operation has gone on meanwhile');
    }
  }

  #write(
    operation: Operation,
    what: string,
    update: Parameters<Runtime['operations']['write']>[2],
  ) {
    return this.#runtime.operations.write(operation.operation_id, what, update);
  }
}

const beginsToQueue = ({ queued }: Operation, answer: Omit<CheckAgain, 'kind'>): boolean =>
  answer.queued !== undefined && answer.queued !== queued?.for;

import type { EventDefinition, EventOf } from '../../events/define-event.ts';
import { RestoreRequested } from '../../events/index.ts';
import { resourceOf } from '../../events/rds/index.ts';
import { type Reason, Rejection } from '../errors.ts';
import { holderOf } from '../operation/holder.ts';
import {
  claimIsAlive,
  isUnderWay,
  type Operation,
  type OutgoingEvent,
} from '../operation/operation.ts';
import { HeldByAnother, type Lock, LostCondition } from '../operation/operations.ts';
import * as writes from '../operation/writes.ts';
import type { Answer } from './answer.ts';
import type { StepContract } from './contract.ts';
import { minutesOf } from './deadline.ts';
import { type Delivery, NotAnEvent, notAnEvent } from './delivery.ts';
import { failed } from './failure.ts';
import { lockedOut } from './locked.ts';
import { stamp } from './outgoing.ts';
import { CLAIM_MARGIN_MS, targetOf } from './permit.ts';
import { distinct, findRequested, newOperation, type Requested } from './request.ts';
import {
  acknowledge,
  type Invocation,
  type Outcome,
  type Runtime,
  retryAfter,
  runOut,
} from './runtime.ts';
import { secondsToRetry } from './spacing.ts';
import { type Standing, standingOf } from './standing.ts';
import { type StepInput, Work } from './work.ts';

/** What a step does: an operation and an event in, an answer out. */
export type Business<Consumed extends EventDefinition, Emitted extends EventDefinition> = (
  input: StepInput<EventOf<Consumed>>,
) => Promise<Answer<Emitted['name']>>;

/** What else is wrong with a request whose schema refuses it: people want to hear of everything at once. */
export type CheckRequest = (
  request: Readonly<Record<string, unknown>>,
) => Promise<readonly Reason[]>;

/** How long a reopened operation waits for its redrive to take the claim before it is helped. */
const REOPEN_GRACE_MS = 60_000;

/** A delivery as it was understood. */
interface Asked {
  readonly delivery: Delivery;
  readonly invocation: Invocation;
  /** What the business function shall see. */
  readonly detail: unknown;
  /** Why it never shall: the request cannot be carried out as it stands. */
  readonly reasons: readonly Reason[];
}

/** Handles the deliveries of one step: the delivery table of the architecture, row by row. */
export function handler(
  contract: StepContract,
  business: (input: StepInput<never>) => Promise<Answer>,
  runtime: Runtime,
  checkRequest: CheckRequest = async () => [],
) {
  const { operations, report, now, newId } = runtime;
  const work = new Work(contract, business, runtime);

  return async (delivery: Delivery, invocation: Invocation): Promise<Outcome> => {
    try {
      return await (delivery.native ? hint(delivery, invocation) : own(delivery, invocation));
    } catch (error) {
      if (error instanceof LostCondition)
        report.warn('lost its condition', { what: error.message });
      else report.error('could not be handled', error);
      /** A native event carries nothing that a check would not find. */
      if (delivery.native && delivery.receiveCount >= runtime.maxReceives) return acknowledge;
      return retryAfter(error instanceof LostCondition ? 1 : secondsToRetry(delivery.receiveCount));
    }
  };

  /** An event of ours, or a delayed check, which is the same event once more. */
  async function own(delivery: Delivery, invocation: Invocation): Promise<Outcome> {
    const definition = contract.consumes.find(
      ({ name, source }) =>
        name === delivery.event['detail-type'] && source === delivery.event.source,
    );
    const refuse = (cause: string) =>
      notAnEvent(report, new NotAnEvent(delivery.messageId, { cause }));
    if (!definition) return refuse('this step does not consume it');
    if (definition.name === RestoreRequested.name) return await request(delivery, invocation);
    const parsed = definition.schema.safeParse(delivery.event.detail);
    if (!parsed.success) return refuse(parsed.error.message);
    const { operation_id, sequence } = parsed.data as { operation_id: string; sequence: number };
    identify(operation_id, sequence, delivery);
    const operation = await operations.read(operation_id);
    const standing = standingOf(
      operation,
      arrival(contract, delivery, operation_id, sequence),
      now(),
    );
    const asked = { delivery, invocation, detail: parsed.data, reasons: [] };
    return await act(standing, operation, asked);
  }

  /** A request counts as sequence 0, and creates its operation. */
  async function request(delivery: Delivery, invocation: Invocation): Promise<Outcome> {
    const { requested, operation: recorded } = await findRequested(
      operations,
      delivery.event,
      (id) => identify(id, 0, delivery),
    );
    let operation = recorded;
    const standing = standingOf(
      operation,
      arrival(contract, delivery, requested.operationId, 0),
      now(),
    );
    if (standing.is === 'first') operation = await create(requested, delivery);
    const { reasons } = requested;
    const detail =
      reasons.length > 0 ? undefined : RestoreRequested.schema.parse(requested.request);
    return await act(standing, operation, { delivery, invocation, detail, reasons });
  }

  async function act(
    standing: Standing,
    operation: Operation | undefined,
    asked: Asked,
  ): Promise<Outcome> {
    const { delivery } = asked;
    if (!operation) return outOfOrder(delivery, 'no operation has its id');
    switch (standing.is) {
      case 'first':
      case 'current':
        return await workOn(operation, asked);
      case 'double':
        report.info('another delivery is at work on it', { until: standing.until });
        return retryAfter((standing.until.getTime() - now().getTime()) / 1000 + 1);
      case 'unpublished':
        await work.publish(operation);
        return acknowledge;
      case 'stale':
        report.info('stale');
        report.count('StaleDelivery');
        return acknowledge;
      case 'out-of-order':
        return outOfOrder(
          delivery,
          `the operation stands at ${operation.step}, number ${operation.sequence}`,
        );
      case 'failed':
        await work.publish(operation);
        return runOut;
      case 'redriven':
        return await redriven(operation, asked);
    }
  }

  async function workOn(operation: Operation, asked: Asked): Promise<Outcome> {
    /** Looked at each time, so that one that was missed once is counted the next time. */
    if (hadItsTurn(operation)) await runtime.reenter(operation);
    const claimed = await claim(operation, asked);
    return asked.reasons.length > 0
      ? await work.reject(claimed, new Rejection(await everyReason(asked)))
      : await work.run(claimed);
  }

  /** A request that is to be rejected is not kept from it by what could not be looked up. */
  async function everyReason({ delivery, reasons }: Asked): Promise<readonly Reason[]> {
    try {
      return distinct([...reasons, ...(await checkRequest(delivery.event.detail))]);
    } catch (error) {
      report.error('could not look for further reasons', error);
      return reasons;
    }
  }

  /** Goes on where a failed stage stood, if the target is still this operation's. */
  async function redriven(operation: Operation, asked: Asked): Promise<Outcome> {
    const { delivery } = asked;
    const { operation_id, sequence } = operation;
    /** Going on passes for having told of the failure. */
    await work.publish(operation);
    const minutes = minutesOf(contract, runtime);
    const update = writes.reopen(
      { sequence, sentAt: delivery.sentAt, now: now() },
      new Date(now().getTime() + minutes * 60_000).toISOString(),
      { id: delivery.checkId ?? newId(), due: new Date(now().getTime() + REOPEN_GRACE_MS) },
    );
    const target = { kind: 'cluster', region: runtime.region, id: targetOf(operation) } as const;
    const holdsTarget = (await operations.holder(target)) === operation_id;
    try {
      /** What is only to be rejected, or planned, needs no target. */
      if (asked.reasons.length > 0 || (takesItLater(operation) && !holdsTarget))
        await operations.write(operation_id, 'reopen', update);
      else
        await operations.hold(target, operation_id, now(), {
          mayTakeOver: mayTakeOver(operation),
          alongside: { what: 'reopen', update },
        });
    } catch (error) {
      if (!(error instanceof HeldByAnother)) throw error;
      return await locked(operation, delivery, error);
    }
    report.info('redriven');
    report.count('Redriven');
    /** It had its turn, and whoever waits for the target waits for it. */
    if (holdsTarget && isFirst(operation)) await runtime.reenter(operation);
    const reopened = await operations.read(operation_id);
    /** Another copy may have gone on with it, and past this stage. */
    if (reopened?.sequence !== sequence) throw new LostCondition('reopen');
    return await workOn(reopened, asked);
  }

  /** A redrive never takes a lock away. */
  async function locked(operation: Operation, delivery: Delivery, held: HeldByAnother) {
    const failure = lockedOut(operation, held, await operations.read(held.holder));
    const { error, draft } = failed(failure, operation, delivery, runtime);
    const { sequence } = operation;
    const outgoing = stamp(draft, {
      operation,
      sequence,
      causationId: delivery.eventId,
      now: now(),
      newId,
    });
    const outbox = { id: newId(), events: [outgoing] };
    await work.publish(
      await operations.write(
        operation.operation_id,
        'locked',
        writes.locked({ sequence, sentAt: delivery.sentAt, now: now() }, error, outbox),
      ),
    );
    return runOut;
  }

  /** Something happened to a resource: the stage that waits for it looks at once. */
  async function hint(delivery: Delivery, invocation: Invocation): Promise<Outcome> {
    const { native } = delivery;
    const operation = native && (await holderOf(operations, resourceOf(native)));
    if (!operation || !native) return acknowledge;
    identify(operation.operation_id, operation.sequence, delivery);
    const happened = native.detail.Date ?? native.time;
    const waits = isUnderWay(operation) && operation.step === contract.stage;
    const since = operation.stages[contract.stage]?.started_at ?? operation.start_time;
    if (!waits || Date.parse(happened) < Date.parse(since)) {
      report.debug('a native event of no concern', { rds_event: native.detail.EventID });
      return acknowledge;
    }
    if (claimIsAlive(operation, now()))
      return delivery.receiveCount >= runtime.maxReceives
        ? acknowledge
        : retryAfter(2 ** (delivery.receiveCount - 1));
    /** It may be quicker than the event that opened the stage, which nobody would tell after this. */
    await work.publish(operation);
    const detail = detailOf(operation.stages[contract.stage]?.event);
    const claimed = await claim(operation, { delivery, invocation, detail });
    return await work.run({ ...claimed, hinted: true });
  }

  async function create(requested: Requested, { event }: Delivery) {
    const operation = newOperation(requested, event, now(), runtime.deadlineMinutes);
    await operations.create(operation);
    return operation;
  }

  async function claim(
    operation: Operation,
    { delivery, invocation, detail }: Omit<Asked, 'reasons'>,
  ) {
    const footing = { by: invocation.requestId, sequence: operation.sequence };
    const until = new Date(invocation.endsAt.getTime() + CLAIM_MARGIN_MS);
    const claimed = await operations.write(
      operation.operation_id,
      'claim',
      writes.claim({ ...footing, now: now() }, until, delivery.checkId),
    );
    return { operation: claimed, detail, delivery, footing, hinted: false };
  }

  /** Neither lost nor worked on: the dead-letter queue keeps it. */
  function outOfOrder(delivery: Delivery, why: string): Outcome {
    report.error(`OUT_OF_ORDER: ${why}`, new Error(why));
    report.count('OutOfOrder');
    return delivery.receiveCount >= runtime.maxReceives ? runOut : retryAfter(1);
  }

  function identify(operation_id: string, sequence: number, delivery: Delivery) {
    report.identify({ operation_id, sequence, event_id: delivery.eventId });
  }

  /** The stage's own event, as the business function sees it. */
  function detailOf(event: OutgoingEvent | undefined): unknown {
    const definition = contract.consumes.find(({ name }) => name === event?.detail_type);
    if (!event || !definition)
      throw new Error(`${contract.name} cannot read the event that started its own stage`);
    return definition.schema.parse(event.detail);
  }
}

/**
 * A redrive takes a target from nobody, so that it never undoes a newer restore. Only a request that
 * was never checked may have it from an operation that was over with it before.
 */
const mayTakeOver =
  (operation: Operation) =>
  ({ since }: Lock): boolean =>
    isFirst(operation) && since < operation.start_time;

const isFirst = ({ step }: Operation): boolean => step === RestoreRequested.opens.stage;

/** What an operator goes on with past its first stage counts among those at work, beyond the limit if need be. */
const hadItsTurn = (operation: Operation): boolean =>
  (operation.reopened_at !== undefined || operation.attempt > 1) && !isFirst(operation);

/**
 * Whether a redriven operation takes its target at its turn, as if it had not failed before that: with
 * the target in its hands it would wait in line for somebody who waits for the target.
 */
const takesItLater = (operation: Operation): boolean =>
  isFirst(operation) &&
  (operation.request.dry_run === true || operation.request.when_busy === 'wait');

const arrival = (
  { stage }: StepContract,
  delivery: Delivery,
  operationId: string,
  sequence: number,
) => ({
  operationId,
  stage,
  sequence,
  begins: delivery.event['detail-type'] === RestoreRequested.name,
  messageId: delivery.messageId,
  sentAt: delivery.sentAt,
  checkId: delivery.checkId,
});

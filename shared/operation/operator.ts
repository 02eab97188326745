import { RestoreCancelled, RestoreRequested, type Stage } from '../../events/index.ts';
import { namedTarget } from '../step/failure.ts';
import { restamp, stamp } from '../step/outgoing.ts';
import { targetOf } from '../step/permit.ts';
import { leftBehind, wordsFor } from './left-behind.ts';
import { claimIsAlive, isUnderWay, type Operation, type OutgoingEvent } from './operation.ts';
import { HeldByAnother, LostCondition, type Operations } from './operations.ts';
import { Refusal } from './refusal.ts';
import * as writes from './writes.ts';

interface World {
  readonly operations: Operations;
  readonly publish: (events: readonly OutgoingEvent[]) => Promise<void>;
  readonly region: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** What an operator's word has done. */
export interface Done {
  readonly operation: Operation;
  /** Why nobody has been told of it yet. The watchdog will tell, within minutes. */
  readonly untold?: unknown;
}

/** How often a verb looks again because a worker or the watchdog wrote something meanwhile. */
const TRIES = 5;
/** For a stage of which nothing says how long it was given. */
const UNSAID_TIME_MS = 15 * 60_000;

/**
 * What operators may do to an operation beside redriving it. A `Refusal` says why not; what went on
 * by itself meanwhile is left alone.
 */
export const operator = (world: World) => ({
  /** Starts again from a stage that this attempt has reached, as a new attempt. */
  replay: (operationId: string, stage: Stage): Promise<Done> =>
    decide(world, operationId, async (seen) => {
      const now = world.now();
      const record = replayable(seen, stage, now);
      const event = restamp(record.event, {
        operation: { operation_id: operationId, attempt: seen.attempt + 1 },
        sequence: seen.sequence + 1,
        now,
        newId: world.newId,
      });
      const deadline = new Date(now.getTime() + timeOf(record)).toISOString();
      const outbox = { id: world.newId(), events: [event] };
      const update = writes.replay(seen, now, outbox, { stage, event, deadline });
      await world.operations.hold(
        { kind: 'cluster', region: world.region, id: targetOf(seen) },
        operationId,
        now,
        { mayTakeOver: () => false, alongside: { what: 'replay', update } },
      );
    }),

  /** Ends it for good. Everything that it made stays as it is. */
  cancel: (operationId: string): Promise<Done> =>
    decide(world, operationId, async (seen) => {
      const now = world.now();
      if (!isOpen(seen)) throw Refusal.over(seen);
      const draft = RestoreCancelled.with({
        ...namedTarget(seen),
        created: leftBehind(seen).map(wordsFor),
      });
      const sequence = seen.sequence + 1;
      const event = stamp(draft, { operation: seen, sequence, now, newId: world.newId });
      const update = writes.cancel(seen, now, { id: world.newId(), events: [event] });
      await world.operations.write(operationId, 'cancel', update);
    }),
});

/** Looks, writes what follows from what it saw, and tells of it. */
async function decide(
  world: World,
  operationId: string,
  write: (seen: Operation) => Promise<void>,
): Promise<Done> {
  let first: Operation | undefined;
  for (let tries = 1; ; tries++) {
    const seen = await world.operations.read(operationId);
    if (!seen) throw Refusal.unknown(operationId);
    first ??= seen;
    if (seen.sequence !== first.sequence) throw Refusal.overtaken(first, seen);
    try {
      await write(seen);
      return await tell(world, operationId);
    } catch (error) {
      if (error instanceof HeldByAnother) throw Refusal.locked(seen, error);
      if (!(error instanceof LostCondition)) throw error;
      if (tries === TRIES) throw Refusal.busy(seen);
    }
  }
}

async function tell({ operations, publish }: World, operationId: string): Promise<Done> {
  const operation = await operations.read(operationId);
  if (!operation) throw new Error(`the record of ${operationId} is gone`);
  const { outbox, published, status } = operation;
  if (published || !outbox) return { operation };
  try {
    await publish(outbox.events);
    await operations.write(operationId, 'published', writes.published(outbox.id, status));
  } catch (untold) {
    /** Somebody was quicker, and says so. */
    return untold instanceof LostCondition ? { operation } : { operation, untold };
  }
  return { operation };
}

/** The record of the stage, if the operation can be replayed from there now. */
function replayable(operation: Operation, stage: Stage, now: Date) {
  if (!isOpen(operation)) throw Refusal.over(operation);
  if (stage === RestoreRequested.opens.stage) throw Refusal.request(operation);
  const record = operation.stages[stage];
  if (!record) throw Refusal.neverReached(operation, stage);
  const { claim } = operation;
  if (claim && claimIsAlive(operation, now)) throw Refusal.claimed(operation, claim.until);
  return record;
}

const isOpen = (operation: Operation) => isUnderWay(operation) || operation.status === 'failed';

const timeOf = ({ started_at, deadline }: NonNullable<Operation['stages'][Stage]>): number =>
  deadline === undefined ? UNSAID_TIME_MS : Date.parse(deadline) - Date.parse(started_at);

import type { Stage } from '../../events/index.ts';
import { StepFailure } from '../../shared/errors.ts';
import {
  claimIsAlive,
  isUnderWay,
  type Operation,
  type OutgoingEvent,
} from '../../shared/operation/operation.ts';
import { LostCondition, type Operations } from '../../shared/operation/operations.ts';
import { failUnattended, published, resend, sent } from '../../shared/operation/writes.ts';
import { failed } from '../../shared/step/failure.ts';
import { stamp } from '../../shared/step/outgoing.ts';
import type { DeadLetter } from '../../shared/step/queue.ts';
import type { Report } from '../../shared/step/runtime.ts';
import { recordDeadRequest } from './dead-requests.ts';

interface Dependencies {
  readonly operations: Pick<Operations, 'watched' | 'read' | 'write'>;
  readonly publish: (events: readonly OutgoingEvent[]) => Promise<void>;
  /** Sends a stage's own event to the queue of the step that works at it. */
  readonly send: (stage: Stage, event: OutgoingEvent, checkId: string) => Promise<void>;
  readonly deadLetterQueue: (stage: Stage) => string;
  /** What lies in the dead-letter queue of the step that begins operations. */
  readonly deadRequests: () => Promise<readonly DeadLetter[]>;
  readonly deadlineMinutes: Partial<Record<Stage, number>>;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** What is on its way is given this long before it counts as lost. */
const PATIENCE_MS = 60_000;
/**
 * A stage at which nobody has been at work for so long has probably lost the event that opens it.
 * If that is on its way after all (it waits for its next try, 5 minutes at most, or behind others in a
 * long queue), then there are two copies, and only one of them is worked on.
 */
const LOST_AFTER_MS = 15 * 60_000;
/** A stage that is so long past its deadline, and not failed, has died unrecorded. */
const DEAD_AFTER_MS = 15 * 60_000;

/**
 * Looks after every operation that is in progress or has something left to say, so that no lost
 * message leaves one standing, and after the requests that never became one. Each is taken by itself:
 * what fails with one is reported, and the others are still looked after; then the run as a whole
 * fails, so that somebody hears of it.
 */
export const watchdog = (world: Dependencies) => async (report: Report) => {
  const failures: unknown[] = [];
  const attempt = async (look: () => Promise<void>) => {
    try {
      await look();
    } catch (error) {
      if (error instanceof LostCondition) report.info('it has gone on by itself');
      else {
        report.error('could not look after it', error);
        failures.push(error);
      }
    }
  };
  for await (const operationId of world.operations.watched()) {
    report.identify({ operation_id: operationId });
    await attempt(async () => {
      const operation = await world.operations.read(operationId);
      if (operation) await lookAfter(world, operation, report);
    });
  }
  await attempt(async () => {
    for (const letter of await world.deadRequests())
      await attempt(() => recordDeadRequest(world, letter, report));
  });
  if (failures.length > 0)
    throw new AggregateError(failures, 'not every operation was looked after');
};

async function lookAfter(world: Dependencies, operation: Operation, report: Report): Promise<void> {
  const now = world.now().getTime();
  const age = now - Date.parse(operation.update_time);
  if (!operation.published && operation.outbox) {
    if (age < PATIENCE_MS) return;
    report.warn('publishing what was not published');
    report.count('PublishedByWatchdog');
    await world.publish(operation.outbox.events);
    const { id } = operation.outbox;
    await world.operations.write(
      operation.operation_id,
      'published',
      published(id, operation.status),
    );
    return;
  }
  if (!isUnderWay(operation) || claimIsAlive(operation, world.now())) return;
  const overdue = now - Date.parse(operation.deadline);
  if (overdue > 0 && operation.deadline_acted_on !== operation.deadline)
    return await sendAgain(world, operation, report, 'its deadline has passed', operation.deadline);
  /** Only what surely has a message: without one nobody could redrive it. */
  if (overdue > DEAD_AFTER_MS && operation.next_check?.sent)
    return await giveUp(world, operation, report);
  const due = operation.next_check && Date.parse(operation.next_check.due);
  if (due === undefined) {
    if (age >= LOST_AFTER_MS) await sendAgain(world, operation, report, 'nobody is at work on it');
  } else if (now > due + PATIENCE_MS && age > PATIENCE_MS)
    await sendAgain(world, operation, report, 'a check is overdue');
}

async function sendAgain(
  { operations, send, now, newId }: Dependencies,
  operation: Operation,
  report: Report,
  why: string,
  deadline?: string,
): Promise<void> {
  const { step, stages, operation_id } = operation;
  const event = stages[step]?.event;
  if (!event) throw new Error(`${operation_id} has no event for its stage ${step}`);
  report.warn(why, { step });
  report.count('SentByWatchdog');
  const check = { id: newId(), due: now() };
  await operations.write(operation_id, 'resend', resend(operation, now(), check, deadline));
  await send(step, event, check.id);
  await operations.write(operation_id, 'sent', sent(check));
}

async function giveUp(
  { operations, publish, deadLetterQueue, now, newId }: Dependencies,
  operation: Operation,
  report: Report,
): Promise<void> {
  const { operation_id, step, sequence } = operation;
  const queue = deadLetterQueue(step);
  const failure = new StepFailure(
    'STEP_CRASHED',
    `${step} was due by ${operation.deadline} and has recorded nothing since; its message lies in ${queue}`,
  );
  const { error, draft } = failed(failure, operation, undefined, { now, deadLetterQueue: queue });
  const outgoing = stamp(draft, { operation, sequence, now: now(), newId });
  const outbox = { id: newId(), events: [outgoing] };
  report.error('failed: STEP_CRASHED', failure);
  await operations.write(
    operation_id,
    'fail unattended',
    failUnattended(operation, now(), error, outbox),
  );
  await publish(outbox.events);
  await operations.write(operation_id, 'published', published(outbox.id, 'failed'));
}

import { RestoreRequested, type Stage } from '../../events/index.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { OutgoingEvent } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { beginFailed, published } from '../../shared/operation/writes.ts';
import { type BusEvent, NotAnEvent, parseEvent } from '../../shared/step/delivery.ts';
import { failed } from '../../shared/step/failure.ts';
import { stamp } from '../../shared/step/outgoing.ts';
import type { DeadLetter } from '../../shared/step/queue.ts';
import { findRequested, newOperation } from '../../shared/step/request.ts';
import type { Report } from '../../shared/step/runtime.ts';

interface Dependencies {
  readonly operations: Pick<Operations, 'read' | 'write'>;
  readonly publish: (events: readonly OutgoingEvent[]) => Promise<void>;
  readonly deadLetterQueue: (stage: Stage) => string;
  readonly deadlineMinutes: Partial<Record<Stage, number>>;
  readonly now: () => Date;
  readonly newId: () => string;
}

/**
 * Records a request that died before anything of it was recorded, as a failed operation that its
 * redrive goes on with. It counts from when it was asked for, so that a redrive takes the target from
 * no restore that came after it. Whatever else lies in the queue is left alone.
 */
export async function recordDeadRequest(
  { operations, publish, deadLetterQueue, deadlineMinutes, now, newId }: Dependencies,
  letter: DeadLetter,
  report: Report,
): Promise<void> {
  const event = requestIn(letter);
  if (!event) return;
  const { requested, operation: recorded } = await findRequested(operations, event, (id) =>
    report.identify({ operation_id: id }),
  );
  if (recorded) return;
  const operation = newOperation(requested, event, letter.sentAt, deadlineMinutes);
  const { operation_id, step, sequence, start_time } = operation;
  const queue = deadLetterQueue(step);
  const failure = new StepFailure(
    'STEP_CRASHED',
    `nothing was ever recorded of the request that came at ${start_time}; its message lies in ${queue}`,
  );
  const { error, draft } = failed(failure, operation, undefined, { now, deadLetterQueue: queue });
  const causationId = event.id;
  const outgoing = stamp(draft, { operation, sequence, causationId, now: now(), newId });
  const outbox = { id: newId(), events: [outgoing] };
  report.error('failed: STEP_CRASHED', failure);
  report.count('RecordedByWatchdog');
  await operations.write(
    operation_id,
    'begin failed',
    beginFailed(operation, now(), error, outbox),
  );
  await publish(outbox.events);
  await operations.write(operation_id, 'published', published(outbox.id, 'failed'));
}

function requestIn(letter: DeadLetter): BusEvent | undefined {
  try {
    const event = parseEvent(letter);
    const { name, source } = RestoreRequested;
    return event['detail-type'] === name && event.source === source ? event : undefined;
  } catch (error) {
    if (error instanceof NotAnEvent) return undefined;
    throw error;
  }
}

import type { Stage } from '../../events/index.ts';
import type { LineName } from '../../shared/line/line.ts';
import type { Lines } from '../../shared/line/lines.ts';
import type { OutgoingEvent } from '../../shared/operation/operation.ts';
import { LostCondition, type Operations } from '../../shared/operation/operations.ts';
import { resend } from '../../shared/operation/writes.ts';
import type { Observed } from '../../shared/step/observed.ts';

interface Dependencies {
  readonly operations: Pick<Operations, 'read' | 'write'>;
  readonly lines: Pick<Lines, 'leave' | 'next'>;
  /** How many may be at work in each line; one without a limit is none. */
  readonly limits: Readonly<Record<LineName, number | undefined>>;
  /** Sends a stage's own event to the queue of the step that works at it. */
  readonly send: (stage: Stage, event: OutgoingEvent, checkId: string) => Promise<void>;
  readonly now: () => Date;
  readonly newId: () => string;
}

/**
 * Takes who is done out of the lines, and has those looked at whose turn has come, sooner than their own
 * next check. That check decides; so nothing is lost where this never runs, and nothing done twice where
 * it runs too often.
 */
export const wakeQueued =
  ({ lines, limits, now, ...world }: Dependencies) =>
  async ({ operation_id: done }: Pick<Observed, 'operation_id'>): Promise<'told'> => {
    for (const name of ['restores', 'copies'] as const) {
      const limit = limits[name];
      if (limit === undefined) continue;
      await lines.leave(name, done, now());
      for (const { operation_id } of await lines.next(name, limit, now()))
        await wake({ ...world, now }, operation_id);
    }
    return 'told';
  };

async function wake(
  { operations, send, now, newId }: Omit<Dependencies, 'lines' | 'limits'>,
  operationId: string,
): Promise<void> {
  const operation = await operations.read(operationId);
  /** Somebody is at it, and sees for himself. */
  if (operation?.status !== 'queued') return;
  const { step, stages } = operation;
  const event = stages[step]?.event;
  if (!event) throw new Error(`${operationId} has no event for its stage ${step}`);
  const check = { id: newId(), due: now() };
  try {
    await operations.write(operationId, 'resend', resend(operation, now(), check, undefined));
  } catch (error) {
    if (error instanceof LostCondition) return;
    throw error;
  }
  await send(step, event, check.id);
}

import { type Draft, type Envelope, SOURCE } from '../../events/define-event.ts';
import type { Stage } from '../../events/index.ts';
import type { Operation, OutgoingEvent } from '../operation/operation.ts';
import type { NextStage } from '../operation/writes.ts';
import type { StepContract } from './contract.ts';
import { eventIdOf } from './delivery.ts';

interface Circumstances {
  readonly operation: Pick<Operation, 'operation_id' | 'attempt'>;
  readonly sequence: number;
  readonly causationId?: string;
  readonly now: Date;
  readonly newId: () => string;
}

/** Puts the envelope around an event's facts. */
export function stamp(draft: Draft, circumstances: Circumstances): OutgoingEvent {
  const { operation, sequence, causationId, now, newId } = circumstances;
  const envelope: Envelope = {
    operation_id: operation.operation_id,
    attempt: operation.attempt,
    sequence,
    metadata: {
      event_id: newId(),
      ...(causationId !== undefined && { causation_id: causationId }),
      occurred_at: now.toISOString(),
      version: 1,
    },
  };
  return { source: SOURCE, detail_type: draft.name, detail: { ...draft.facts, ...envelope } };
}

/** The same facts in a new envelope: the event that starts a stage of another attempt. */
export function restamp(event: OutgoingEvent, circumstances: Circumstances): OutgoingEvent {
  const { metadata, ...facts } = event.detail;
  const causationId = eventIdOf({ metadata }, '');
  return stamp({ name: event.detail_type, facts }, { causationId, ...circumstances });
}

/** Where the operation stands once this event is out: at a next stage, or at its end. */
export function onwards(
  contract: StepContract,
  event: OutgoingEvent,
  now: Date,
  deadlineMinutes: Partial<Record<Stage, number>>,
): NextStage | { readonly status: 'completed' | 'rejected' | 'cancelled' | 'planned' } {
  const definition = contract.emits.find(({ name }) => name === event.detail_type);
  if (definition?.ends) return { status: definition.ends };
  if (!definition?.opens) throw new Error(`${contract.name} does not emit ${event.detail_type}`);
  const { stage } = definition.opens;
  const minutes = deadlineMinutes[stage] ?? definition.opens.deadlineMinutes;
  return { stage, event, deadline: new Date(now.getTime() + minutes * 60_000).toISOString() };
}

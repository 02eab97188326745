import type { Envelope } from '../../events/define-event.ts';
import { RestoreRequested } from '../../events/index.ts';
import type { ObserverContract } from './contract.ts';
import { type Delivery, NotAnEvent } from './delivery.ts';
import { readRequest } from './request.ts';

/** An event of the pipeline as those see it who only watch. */
export interface Observed {
  readonly name: string;
  readonly operation_id: string;
  readonly sequence: number;
  readonly event_id: string;
  /** UTC, to the millisecond. */
  readonly occurred_at: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** `NotAnEvent` for what the contract does not consume: only the dead-letter queue can keep it. */
export function observed(contract: ObserverContract, delivery: Delivery): Observed {
  const { event, messageId } = delivery;
  const definition = contract.consumes.find(
    ({ name, source }) => name === event['detail-type'] && source === event.source,
  );
  const refuse = (cause: unknown) => new NotAnEvent(messageId, { cause });
  if (!definition) throw refuse(`${event.source} ${event['detail-type']} is not consumed here`);
  if (definition.name === RestoreRequested.name) {
    if (Number.isNaN(Date.parse(event.time))) throw refuse(`its time is ${event.time}`);
    const { operationId, request } = readRequest(delivery);
    return {
      name: definition.name,
      operation_id: operationId,
      sequence: 0,
      event_id: event.id,
      occurred_at: new Date(event.time).toISOString(),
      /** What cannot be stored as it was put is seen as it is stored. */
      detail: request,
    };
  }
  const parsed = definition.schema.safeParse(event.detail);
  if (!parsed.success) throw refuse(parsed.error.message);
  const { operation_id, sequence, metadata } = parsed.data as Envelope;
  return {
    name: definition.name,
    operation_id,
    sequence,
    event_id: metadata.event_id,
    occurred_at: metadata.occurred_at,
    detail: event.detail,
  };
}

import * as z from 'zod';
import type { Stage } from './stage.ts';

/** Where every event of the pipeline itself comes from. */
export const SOURCE = 'aurora-restore';

/** What every detail carries beside its facts. */
const envelope = {
  operation_id: z.string().describe('The restore that this belongs to.'),
  attempt: z.int().min(1).describe('Grows by one with each replay of the operation.'),
  /** The number that the completion which published this event gave the operation. */
  sequence: z
    .int()
    .min(0)
    .describe('Grows with each event of the operation: by it they can be put in order.'),
  metadata: z.object({
    event_id: z.string().describe('The same in every delivery of this event.'),
    causation_id: z
      .string()
      .optional()
      .describe('The id of the event whose handling published this one.'),
    occurred_at: z.string().describe('When it happened: ISO 8601, in UTC.'),
    version: z.literal(1).describe('The version of this contract.'),
  }),
};

export type Envelope = z.infer<z.ZodObject<typeof envelope>>;

/** The stage that an event opens, and how long that stage may take unless configured otherwise. */
export interface Opens {
  readonly stage: Stage;
  readonly deadlineMinutes: number;
}

/** An event that somebody wants to publish: its facts, before the envelope is put around them. */
export interface Draft<Name extends string = string> {
  readonly name: Name;
  readonly facts: object;
}

export interface EventDefinition<Name extends string = string, Detail = unknown> {
  /** The event's `detail-type`. */
  readonly name: Name;
  readonly source: string;
  /** Parses a whole detail, envelope included. Fields it does not know are ignored. */
  readonly schema: z.ZodType<Detail>;
  readonly opens?: Opens;
  /** The status that the operation has for good once this event is out. */
  readonly ends?: 'completed' | 'rejected' | 'cancelled' | 'planned';
}

export interface PublishableEvent<Name extends string, Detail, Facts>
  extends EventDefinition<Name, Detail> {
  with(facts: Facts): Draft<Name>;
}

/** The detail of an event: its facts and its envelope. */
export type EventOf<Definition> =
  Definition extends EventDefinition<string, infer Detail> ? Detail : never;

/**
 * Defines an event that the pipeline publishes on its bus.
 *
 * `detail-type` is the name, in the past tense; facts are identifiers and findings, never instructions
 * to whoever consumes it.
 */
export function defineEvent<Name extends string, Shape extends z.ZodRawShape>(
  name: Name,
  shape: Shape,
  leadsTo: Pick<EventDefinition, 'opens' | 'ends'> = {},
): PublishableEvent<Name, Envelope & z.infer<z.ZodObject<Shape>>, z.input<z.ZodObject<Shape>>> {
  const facts = z.object(shape);
  return {
    name,
    source: SOURCE,
    schema: z.intersection(z.object(envelope), facts),
    ...leadsTo,
    with: (given) => ({ name, facts: facts.parse(given) }),
  };
}

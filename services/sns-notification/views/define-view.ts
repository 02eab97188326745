import * as z from 'zod';
import type { EventDefinition } from '../../../events/define-event.ts';
import type { NotifyingEvent } from '../../../shared/configuration/notifications.ts';
import { sentence } from '../../../shared/notification/sentence.ts';
import { commandsFor } from '../commands.ts';
import type { Told } from '../told.ts';

/** What a template may name, and what it then says. */
export interface View {
  readonly event: NotifyingEvent;
  /** The restore's, as programs filter by it. */
  readonly status: string;
  /** Every field that there is, checked. */
  readonly fields: z.ZodObject;
  of(told: Told): Readonly<Record<string, unknown>>;
}

/** What every notification knows. */
const common = {
  event: z.string(),
  status: z.string(),
  summary: z.string(),
  environment: z.string(),
  region: z.string(),
  time: z.string(),
  operation_id: z.string(),
  target_cluster_id: z.string(),
};

export const UNKNOWN_TARGET = 'unknown target';

/** The longest that is told of: what was asked for need not be a name. */
const LONGEST_TARGET = 256;

export function targetOf({ event }: Pick<Told, 'event'>): string | undefined {
  const { target_cluster_id } = event.detail;
  return typeof target_cluster_id === 'string' && target_cluster_id !== ''
    ? target_cluster_id.slice(0, LONGEST_TARGET).toWellFormed()
    : undefined;
}

export type Commands = ReturnType<typeof commandsFor>;

export function defineView<Facts, Shape extends z.ZodRawShape>(
  event: EventDefinition<NotifyingEvent, Facts>,
  status: string,
  shape: Shape,
  build: (facts: Facts, commands: Commands, told: Told) => z.input<z.ZodObject<Shape>>,
): View {
  const fields = z.strictObject({ ...common, ...shape });
  return {
    event: event.name,
    status,
    fields,
    of(told) {
      const { event: observed, place } = told;
      const { operation_id, occurred_at: time } = observed;
      return fields.parse({
        event: event.name,
        status,
        summary: sentence(observed),
        ...place,
        time,
        operation_id,
        target_cluster_id: targetOf(told) ?? UNKNOWN_TARGET,
        ...build(event.schema.parse(observed.detail), commandsFor(operation_id, place), told),
      });
    },
  };
}

import { systemSchemas } from '../configuration/database.ts';
import type { Database } from './database.ts';
import { quoted } from './quoting.ts';

export interface ScheduledEvent {
  readonly schema: string;
  readonly name: string;
}

/** As people read it: `shop.nightly`. */
export const eventName = ({ schema, name }: ScheduledEvent): string => `${schema}.${name}`;

/** The events that a server would run, but for its own. */
export async function enabledEvents(database: Database): Promise<ScheduledEvent[]> {
  const rows = await database.query(
    `SELECT EVENT_SCHEMA AS place, EVENT_NAME AS name FROM information_schema.EVENTS
     WHERE STATUS = 'ENABLED' ORDER BY EVENT_SCHEMA, EVENT_NAME`,
  );
  return rows
    .map(({ place, name }) => ({ schema: String(place), name: String(name) }))
    .filter(({ schema }) => !systemSchemas.includes(schema.toLowerCase()));
}

/** Whoever alters an event becomes its definer. Source: MySQL manual, "ALTER EVENT Statement". */
export const disableEvent = ({ schema, name }: ScheduledEvent): string =>
  `ALTER EVENT ${quoted(schema)}.${quoted(name)} DISABLE`;

import type { BusEvent } from '../event.ts';
import type { EventPattern } from '../event-pattern.ts';
import type { EventBus } from './event-bus.ts';

export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly bus: EventBus;
  readonly description?: string | undefined;
  readonly pattern?: EventPattern | undefined;
  /** 0 keeps events for ever. */
  readonly retentionDays: number;
  readonly created: Date;
  events: ArchivedEvent[];
}

export interface ArchivedEvent {
  readonly event: BusEvent;
  /** When it came, in milliseconds. */
  readonly received: number;
}

const DAY = 86_400_000;

export function archiveEvent(archive: Archive, event: BusEvent, received: number): void {
  if (archive.pattern === undefined || archive.pattern.matches(event)) {
    archive.events.push({ event, received });
  }
}

/** What the archive still holds. */
export function retained(archive: Archive, now: number): readonly ArchivedEvent[] {
  if (archive.retentionDays > 0) {
    const oldest = now - archive.retentionDays * DAY;
    archive.events = archive.events.filter(({ received }) => received >= oldest);
  }
  return archive.events;
}

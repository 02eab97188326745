import { readFileSync } from 'node:fs';
import type { NotifyingEvent } from '../../shared/configuration/notifications.ts';
import type { Templates } from './message.ts';
import { splitTemplate } from './template.ts';

/** The file of an event's template. */
export const fileOf = (event: NotifyingEvent): string => `${event}.txt`;

/** Those that were shipped beside the function; beside the sources lie the built-in ones. */
export function readTemplates(): Templates {
  const read = (event: NotifyingEvent) =>
    splitTemplate(readFileSync(new URL(`./templates/${fileOf(event)}`, import.meta.url), 'utf8'));
  return {
    SnapshotVerified: read('SnapshotVerified'),
    RestoreCompleted: read('RestoreCompleted'),
    RestoreFailed: read('RestoreFailed'),
    RestoreRejected: read('RestoreRejected'),
    RestoreCancelled: read('RestoreCancelled'),
  };
}

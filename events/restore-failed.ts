import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * A step cannot go on until somebody acts. The message that failed lies in the dead-letter queue named
 * here; redriving it goes on from this step.
 *
 * Emitted by any step, and by `watchdog`.
 */
export const RestoreFailed = defineEvent('RestoreFailed', {
  target_cluster_id: z.string().optional(),
  step: z.string().describe('The stage that failed.'),
  code: z.string().describe('One of the codes of docs/errors.md, to which more may be added.'),
  message: z.string().describe('Names the field or resource. For people: its words may change.'),
  cause: z.string().optional(),
  remedy: z.string().describe('What to do. For people: its words may change.'),
  dead_letter_queue: z.string().describe('The name of the queue in which the message lies.'),
});
export type RestoreFailed = EventOf<typeof RestoreFailed>;

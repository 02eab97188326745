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
  step: z.string(),
  code: z.string(),
  message: z.string(),
  cause: z.string().optional(),
  remedy: z.string(),
  dead_letter_queue: z.string(),
});
export type RestoreFailed = EventOf<typeof RestoreFailed>;

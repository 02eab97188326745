import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * Somebody cancelled the operation. What it had created until then is listed, and still there.
 *
 * Emitted by the operator's `cancel`. Ends the operation.
 */
export const RestoreCancelled = defineEvent(
  'RestoreCancelled',
  {
    target_cluster_id: z.string().optional(),
    created: z.array(z.string()).describe('What the operation made, and left.'),
  },
  { ends: 'cancelled' },
);
export type RestoreCancelled = EventOf<typeof RestoreCancelled>;

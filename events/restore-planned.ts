import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * What a restore would do, and whether it can finish. Nothing was touched, and no target is held: what
 * was seen may be otherwise by the time somebody asks for the restore.
 *
 * Emitted by `snapshot-check` for a request with `dry_run`. Ends the operation.
 */
export const RestorePlanned = defineEvent(
  'RestorePlanned',
  {
    target_cluster_id: z.string(),
    /** Whether the same request without `dry_run` would go on, as far as can be known. */
    can_finish: z.boolean(),
    /** What stands in its way; the operation's record holds the whole plan. */
    findings: z.array(
      z.object({
        code: z.string(),
        field: z.string().optional(),
        message: z.string(),
        remedy: z.string(),
      }),
    ),
    /** What could not be known. */
    unproven: z.array(z.object({ code: z.string(), message: z.string() })),
  },
  { ends: 'planned' },
);
export type RestorePlanned = EventOf<typeof RestorePlanned>;

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
    can_finish: z
      .boolean()
      .describe('Whether the same request without dry_run would go on, as far as can be known.'),
    /** The operation's record holds the whole plan. */
    findings: z
      .array(
        z.object({
          code: z.string(),
          field: z.string().optional(),
          message: z.string(),
          remedy: z.string(),
        }),
      )
      .describe('What stands in its way.'),
    unproven: z
      .array(z.object({ code: z.string(), message: z.string() }))
      .describe('What could not be known.'),
  },
  { ends: 'planned' },
);
export type RestorePlanned = EventOf<typeof RestorePlanned>;

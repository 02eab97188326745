import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * The request can never be carried out as it stands: every reason at once. Nothing was touched.
 *
 * Emitted by `snapshot-check`. Ends the operation.
 */
export const RestoreRejected = defineEvent(
  'RestoreRejected',
  {
    target_cluster_id: z.string().optional(),
    reasons: z.array(
      z.object({
        code: z.string().describe('One of the codes of docs/errors.md.'),
        field: z.string().optional().describe('The field of the request, where one is to blame.'),
        message: z.string(),
        remedy: z.string(),
      }),
    ),
  },
  { ends: 'rejected' },
);
export type RestoreRejected = EventOf<typeof RestoreRejected>;

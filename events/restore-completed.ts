import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';
import { inherited } from './inherited.ts';

/**
 * The restore is done: the cluster is up, its users work, and nothing is left over.
 *
 * Emitted by `archive-snapshot`. Ends the operation.
 */
export const RestoreCompleted = defineEvent(
  'RestoreCompleted',
  {
    target_cluster_id: z.string(),
    cluster_arn: z.string(),
    endpoint: z.string(),
    reader_endpoint: z.string().optional(),
    port: z.int(),
    snapshot_arn: z.string(),
    users: z.array(z.object({ username: z.string(), secret_name: z.string() })),
    ...inherited,
    /** ARNs and identifiers of what the operation deleted. */
    deleted: z.array(z.string()),
    /** ARNs and identifiers of what it made and left. */
    kept: z.array(z.string()),
    started_at: z.string(),
    requested_by: z.string().optional(),
  },
  { ends: 'completed' },
);
export type RestoreCompleted = EventOf<typeof RestoreCompleted>;

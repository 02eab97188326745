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
    snapshot_arn: z.string().describe('What it was restored from, which may be a copy.'),
    users: z
      .array(z.object({ username: z.string(), secret_name: z.string() }))
      .describe('Database users, and the secrets of Secrets Manager that hold their passwords.'),
    ...inherited,
    deleted: z.array(z.string()).describe('ARNs and identifiers of what the operation deleted.'),
    kept: z.array(z.string()).describe('ARNs and identifiers of what it made and left.'),
    replaced_cluster_arn: z
      .string()
      .optional()
      .describe('The old target that was deleted; absent where nothing stood there.'),
    final_snapshot_id: z
      .string()
      .optional()
      .describe('The snapshot that was taken of it before, and from which it can be restored.'),
    started_at: z.string().describe('When the operation began: ISO 8601, in UTC.'),
    requested_by: z.string().optional().describe('What the request said.'),
  },
  { ends: 'completed' },
);
export type RestoreCompleted = EventOf<typeof RestoreCompleted>;

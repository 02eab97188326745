import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * RDS has begun to delete the old target, after its final snapshot if one was wanted.
 *
 * Emitted by `delete-rds`. Consumed by `check-delete-status`.
 */
export const TargetDeletionStarted = defineEvent(
  'TargetDeletionStarted',
  {
    target_cluster_id: z.string(),
    /** The `DbClusterResourceId` of the cluster that is going. */
    cluster_resource_id: z.string(),
    final_snapshot_id: z.string().optional(),
  },
  { opens: { stage: 'check_delete', deadlineMinutes: 120 } },
);
export type TargetDeletionStarted = EventOf<typeof TargetDeletionStarted>;

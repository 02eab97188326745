import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * RDS has begun to restore the cluster. It has no instances yet.
 *
 * Emitted by `restore-snapshot`. Consumed by `check-restore-status`.
 */
export const ClusterRestoreStarted = defineEvent(
  'ClusterRestoreStarted',
  {
    target_cluster_id: z.string(),
    cluster_arn: z.string(),
    cluster_resource_id: z.string(),
  },
  { opens: { stage: 'check_restore', deadlineMinutes: 360 } },
);
export type ClusterRestoreStarted = EventOf<typeof ClusterRestoreStarted>;

import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * The restored cluster is available and can take instances.
 *
 * Emitted by `check-restore-status`. Consumed by `create-instances`.
 */
export const ClusterRestored = defineEvent(
  'ClusterRestored',
  {
    target_cluster_id: z.string(),
    cluster_arn: z.string(),
    cluster_resource_id: z.string(),
  },
  { opens: { stage: 'create_instances', deadlineMinutes: 120 } },
);
export type ClusterRestored = EventOf<typeof ClusterRestored>;

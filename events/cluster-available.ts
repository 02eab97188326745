import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * The cluster and all its instances are available.
 *
 * Emitted by `check-instance-status`. Consumed by `setup-db-users`.
 */
export const ClusterAvailable = defineEvent(
  'ClusterAvailable',
  {
    target_cluster_id: z.string(),
    endpoint: z.string(),
    reader_endpoint: z.string().optional(),
    port: z.int(),
    instance_ids: z.array(z.string()),
  },
  { opens: { stage: 'setup_db_users', deadlineMinutes: 30 } },
);
export type ClusterAvailable = EventOf<typeof ClusterAvailable>;

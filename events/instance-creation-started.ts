import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * Every instance of the cluster has been asked for.
 *
 * Emitted by `create-instances`. Consumed by `check-instance-status`.
 */
export const InstanceCreationStarted = defineEvent(
  'InstanceCreationStarted',
  {
    target_cluster_id: z.string(),
    instance_ids: z.array(z.string()),
  },
  { opens: { stage: 'check_instances', deadlineMinutes: 120 } },
);
export type InstanceCreationStarted = EventOf<typeof InstanceCreationStarted>;

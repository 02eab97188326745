import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * No cluster stands under the target's name any more.
 *
 * Emitted by `delete-rds` and `check-delete-status`. Consumed by `restore-snapshot`.
 */
export const TargetCleared = defineEvent(
  'TargetCleared',
  {
    target_cluster_id: z.string(),
  },
  { opens: { stage: 'restore_snapshot', deadlineMinutes: 15 } },
);
export type TargetCleared = EventOf<typeof TargetCleared>;

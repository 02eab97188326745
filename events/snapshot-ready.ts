import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * There is a snapshot from which the cluster can be restored as asked: the source itself, or a copy.
 *
 * Emitted by `copy-snapshot` and `check-copy-status`. Consumed by `delete-rds`.
 */
export const SnapshotReady = defineEvent(
  'SnapshotReady',
  {
    snapshot_arn: z.string(),
    copied: z.boolean(),
  },
  { opens: { stage: 'delete_rds', deadlineMinutes: 120 } },
);
export type SnapshotReady = EventOf<typeof SnapshotReady>;

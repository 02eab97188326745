import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * RDS has begun to copy the snapshot under another key.
 *
 * Emitted by `copy-snapshot`. Consumed by `check-copy-status`.
 */
export const SnapshotCopyStarted = defineEvent(
  'SnapshotCopyStarted',
  {
    source_snapshot_arn: z.string(),
    copy_arn: z.string(),
    copy_id: z.string(),
  },
  { opens: { stage: 'check_copy', deadlineMinutes: 24 * 60 } },
);
export type SnapshotCopyStarted = EventOf<typeof SnapshotCopyStarted>;

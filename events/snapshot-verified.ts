import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';

/**
 * The snapshot exists, is available, and may be read; the target may be replaced and is now held by
 * this operation. From here on the restore counts as started.
 *
 * Emitted by `snapshot-check`. Consumed by `copy-snapshot`.
 */
export const SnapshotVerified = defineEvent(
  'SnapshotVerified',
  {
    snapshot_arn: z.string(),
    /** The engine version that the restored cluster will have. */
    engine_version: z.string(),
    copy_required: z.boolean(),
    target_cluster_id: z.string(),
    /** Whether a cluster stands there that will be deleted. */
    target_exists: z.boolean(),
  },
  /** It may wait for the end of other copies, and for one in the source's own account. */
  { opens: { stage: 'copy_snapshot', deadlineMinutes: 24 * 60 } },
);
export type SnapshotVerified = EventOf<typeof SnapshotVerified>;

import type { z } from 'zod';
import type { EventDefinition } from './define-event.ts';
import { restoreRequest } from './restore-request.ts';

/**
 * Somebody wants a cluster restored from a snapshot.
 *
 * The only event that people write: it needs no envelope, and its source is `aurora-restore.request`,
 * the one source that requesters may use. It counts as sequence 0 of its operation.
 * Consumed by `snapshot-check`.
 */
export const RestoreRequested = {
  name: 'RestoreRequested',
  source: 'aurora-restore.request',
  schema: restoreRequest,
  opens: { stage: 'check_snapshot', deadlineMinutes: 15 },
} as const satisfies EventDefinition<'RestoreRequested', z.infer<typeof restoreRequest>>;

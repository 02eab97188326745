import {
  RestoreCancelled,
  RestoreCompleted,
  RestoreFailed,
  RestoreRejected,
  SnapshotReady,
} from '../../events/index.ts';
import { defineObserver } from '../../shared/step/contract.ts';

export const contract = defineObserver({
  name: 'wake-queued',
  /** After each of them there may be room for another: at the end of a restore, or of a copy. */
  consumes: [RestoreCompleted, RestoreFailed, RestoreRejected, RestoreCancelled, SnapshotReady],
  failureImpact: 'operations that wait for their turn begin up to a quarter of an hour late',
  timeoutSeconds: 60,
  tables: ['state', 'lines'],
  wakes: ['check_snapshot', 'copy_snapshot'],
  permissions: [],
});

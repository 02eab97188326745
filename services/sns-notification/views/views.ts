import type { NotifyingEvent } from '../../../shared/configuration/notifications.ts';
import type { View } from './define-view.ts';
import { restoreCancelled } from './restore-cancelled.ts';
import { restoreCompleted } from './restore-completed.ts';
import { restoreFailed } from './restore-failed.ts';
import { restoreRejected } from './restore-rejected.ts';
import { snapshotVerified } from './snapshot-verified.ts';

export const views: Readonly<Record<NotifyingEvent, View>> = {
  SnapshotVerified: snapshotVerified,
  RestoreCompleted: restoreCompleted,
  RestoreFailed: restoreFailed,
  RestoreRejected: restoreRejected,
  RestoreCancelled: restoreCancelled,
};

import {
  RestoreCancelled,
  RestoreCompleted,
  RestoreFailed,
  RestoreRejected,
  SnapshotVerified,
} from '../../events/index.ts';
import { defineObserver } from '../../shared/step/contract.ts';

export const contract = defineObserver({
  name: 'sns-notification',
  consumes: [SnapshotVerified, RestoreCompleted, RestoreFailed, RestoreRejected, RestoreCancelled],
  failureImpact: 'nobody is told of restores that started, completed or failed',
  timeoutSeconds: 30,
  tables: ['state'],
  permissions: [{ actions: ['sns:Publish'], on: 'notification-topics' }],
});

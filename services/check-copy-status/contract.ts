import { SnapshotCopyStarted, SnapshotReady } from '../../events/index.ts';
import { manualSnapshotCreated } from '../../events/rds/index.ts';
import { defineStep } from '../../shared/step/contract.ts';

export const contract = defineStep({
  name: 'check-copy-status',
  stage: 'check_copy',
  consumes: [SnapshotCopyStarted],
  emits: [SnapshotReady],
  /** RDS documents no event for the end of a copy; should one come all the same, it is welcome. */
  hints: [manualSnapshotCreated],
  failureImpact: 'restores that need another key wait, though their copy may be ready',
  timeoutSeconds: 60,
  checksAgain: true,
  permissions: [{ actions: ['rds:DescribeDBClusterSnapshots'], on: 'everything' }],
});

import { type SnapshotCopyStarted, SnapshotReady } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { isInTheMaking } from '../../shared/aurora/status.ts';
import { StepFailure } from '../../shared/errors.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';

/** Looks whether the copy is ready. RDS tells nobody when it is. */
export const checkCopyStatus =
  (aurora: Pick<Aurora, 'snapshot'>): Business<typeof SnapshotCopyStarted, typeof SnapshotReady> =>
  async ({ event: { copy_id, copy_arn } }) => {
    const copy = await aurora.snapshot(copy_id);
    if (!copy) throw new StepFailure('SNAPSHOT_COPY_FAILED', `copy ${copy_id} is gone`);
    if (copy.status === 'available')
      return done(SnapshotReady.with({ snapshot_arn: copy_arn, copied: true }), {
        restore_from: copy_arn,
      });
    if (isInTheMaking(copy))
      return checkAgain(`copy ${copy_id} is ${copy.status}`, { progress: copy.progress });
    throw new StepFailure('SNAPSHOT_COPY_FAILED', `copy ${copy_id} is ${copy.status}`);
  };

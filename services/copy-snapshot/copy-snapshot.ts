import { SnapshotCopyStarted, SnapshotReady, type SnapshotVerified } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { nameOf } from '../../shared/aurora/names.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { learnt } from '../../shared/step/learnt.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'snapshot' | 'copySnapshot'>;
  readonly operations: Pick<Operations, 'correlate'>;
  readonly region: string;
}

/**
 * Starts the copy where another key is wanted. Its name derives from the operation, so a redelivery
 * finds the copy it started.
 */
export const copySnapshot =
  ({
    aurora,
    operations,
    region,
  }: Dependencies): Business<
    typeof SnapshotVerified,
    typeof SnapshotCopyStarted | typeof SnapshotReady
  > =>
  async ({ operation, event, permit, record, now }) => {
    const { snapshot_arn } = event;
    if (!event.copy_required)
      return done(SnapshotReady.with({ snapshot_arn, copied: false }), {
        restore_from: snapshot_arn,
      });
    const { operation_id, attempt } = operation;
    const { cluster_id, settings } = learnt(operation, 'target');
    const id = nameOf(operation, 'copy');
    const copy = { kind: 'cluster-snapshot', id, role: 'copy', attempt } as const;
    await record({ resources: { [`copy-${attempt}`]: copy } });
    await operations.correlate(
      { ...copy, region },
      { kind: 'cluster', region, id: cluster_id },
      operation_id,
      now(),
    );
    await aurora.copySnapshot(await permit(), {
      sourceArn: snapshot_arn,
      id,
      kms_key_id: settings.kms_key_id ?? '',
      operation_id,
    });
    const copying = await aurora.snapshot(id);
    if (!copying) return checkAgain(`copy ${id} is not to be seen yet`);
    if (copying.made_by !== operation_id || copying.copy_of !== snapshot_arn)
      throw new StepFailure(
        'TARGET_NAME_TAKEN',
        `snapshot ${id} is not this operation’s copy of ${snapshot_arn}`,
      );
    return done(
      SnapshotCopyStarted.with({
        source_snapshot_arn: snapshot_arn,
        copy_arn: copying.arn,
        copy_id: id,
      }),
      { resources: { [`copy-${attempt}`]: { ...copy, arn: copying.arn } } },
    );
  };

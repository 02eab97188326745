import { SnapshotCopyStarted, SnapshotReady, type SnapshotVerified } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import { nameOf } from '../../shared/aurora/names.ts';
import type { SourceAt } from '../../shared/aurora/source.ts';
import { StepFailure } from '../../shared/errors.ts';
import type { Lines } from '../../shared/line/lines.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { checkAgain, done, waitInLine } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { learnt } from '../../shared/step/learnt.ts';
import { isEncrypted, reachSource } from './reach-source.ts';

interface Dependencies {
  readonly aurora: Pick<Aurora, 'snapshot' | 'copySnapshot'>;
  readonly sourceAt: SourceAt;
  readonly operations: Pick<Operations, 'correlate'>;
  readonly lines: Pick<Lines, 'stand'>;
  /** Absent where only the limits of RDS hold. */
  readonly max_concurrent_copies: number | undefined;
  readonly environment: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Starts the copy where another key is wanted, or the snapshot lies in another region or account, once
 * it is the operation's turn. Its name derives from the operation, so a redelivery finds the copy it started.
 */
export const copySnapshot =
  ({
    aurora,
    sourceAt,
    operations,
    lines,
    max_concurrent_copies: limit,
    environment,
    region,
    accountId,
  }: Dependencies): Business<
    typeof SnapshotVerified,
    typeof SnapshotCopyStarted | typeof SnapshotReady
  > =>
  async (input) => {
    const { operation, event, permit, record, now } = input;
    const { snapshot_arn } = event;
    if (!event.copy_required)
      return done(SnapshotReady.with({ snapshot_arn, copied: false }), {
        restore_from: snapshot_arn,
      });
    if (limit !== undefined) {
      const turn = await lines.stand('copies', operation, {
        limit,
        awaitsTarget: true,
        now: now(),
      });
      if (turn.kind === 'waiting') return waitInLine('copies', turn);
    }
    const source = await reachSource(sourceAt, { accountId, environment })(input, snapshot_arn);
    if (source.kind !== 'reachable') return source;
    const { operation_id, attempt } = operation;
    const { cluster_id, settings } = learnt(operation, 'target');
    const id = nameOf(operation, 'copy', environment);
    const copy = { kind: 'cluster-snapshot', id, role: 'copy', attempt } as const;
    await record({ resources: { [`copy-${attempt}`]: copy } });
    await operations.correlate(
      { ...copy, region },
      { kind: 'cluster', region, id: cluster_id },
      operation_id,
      now(),
    );
    await aurora.copySnapshot(await permit(), {
      sourceArn: source.arn,
      id,
      kms_key_id: isEncrypted(operation) ? settings.kms_key_id : undefined,
      operation_id,
    });
    const copying = await aurora.snapshot(id);
    if (!copying) return checkAgain(`copy ${id} is not to be seen yet`);
    if (copying.made_by !== operation_id || copying.copy_of !== source.arn)
      throw new StepFailure(
        'TARGET_NAME_TAKEN',
        `snapshot ${id} is not this operation’s copy of ${source.arn}`,
      );
    return done(
      SnapshotCopyStarted.with({
        source_snapshot_arn: source.arn,
        copy_arn: copying.arn,
        copy_id: id,
      }),
      { resources: { [`copy-${attempt}`]: { ...copy, arn: copying.arn } } },
    );
  };

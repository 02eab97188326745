import { isDeepStrictEqual } from 'node:util';
import { RestorePlanned, type RestoreRequested, SnapshotVerified } from '../../events/index.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { COPIES_AT_ONCE, type CopiesInProgress } from '../../shared/aurora/copies-in-progress.ts';
import { isInTheMaking } from '../../shared/aurora/status.ts';
import { Rejection, StepFailure } from '../../shared/errors.ts';
import type { Lines } from '../../shared/line/lines.ts';
import type { Learnt, Operation, Snapshot } from '../../shared/operation/operation.ts';
import { checkAgain, done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { hold } from './held.ts';
import { type Inquiry, investigate, type World } from './investigate.ts';
import { awaitsTarget, itsTurn, waitForHolder } from './its-turn.ts';
import { lookAtTarget } from './look-at-target.ts';
import { planOf } from './plan.ts';

interface Dependencies extends World {
  readonly copiesInProgress: CopiesInProgress;
  readonly lines: Pick<Lines, 'stand'>;
  readonly max_concurrent_restores: number;
}

/**
 * Decides whether a request can be carried out, waits for its turn, takes the target for its operation,
 * and writes down what it saw: the snapshot, the old target, and how the new cluster will be. A request
 * for a dry run it answers with what it saw, and takes nothing.
 */
export const snapshotCheck =
  (
    world: Dependencies,
  ): Business<typeof RestoreRequested, typeof SnapshotVerified | typeof RestorePlanned> =>
  async ({ operation, event: request, record, now }) => {
    /** What waits already is looked at once its turn has come. */
    const early = operation.queued && (await itsTurn(world, operation, request, now()));
    if (early) return early;
    const inquiry = await investigate(world, operation, request, now());
    if (request.dry_run) return await planned(world, inquiry, operation);

    const { configuration, here } = world;
    const { impossible, findings, unproven, snapshot, target } = inquiry;
    if (impossible.length > 0) throw new Rejection(impossible);
    const [first, ...others] = [
      ...findings,
      ...(configuration.allow_unproven_keys ? [] : unproven),
    ];
    if (first) throw StepFailure.of([first, ...others]);
    if (!snapshot) throw new Error('an inquiry without findings has a snapshot');
    if (isInTheMaking(snapshot))
      return checkAgain(`snapshot ${snapshot.id} is ${snapshot.status}`, {
        progress: snapshot.progress,
      });
    const waits = await itsTurn(world, operation, request, now());
    if (waits) return waits;
    /** What only the last holder's record tells of the target must outlive its hold. */
    await record({ target });
    /** Only now: what may not be replaced stays with whoever has restored it. */
    const lock = { kind: 'cluster', region: here.region, id: target.cluster_id } as const;
    const held = await hold(world.operations, operation, lock, now());
    if (held && awaitsTarget(request)) return waitForHolder(held);
    if (held) throw new Rejection([held]);
    const { old, unheld } = await lookAtTarget(world, operation, target.cluster_id, snapshot);
    const [changed, ...more] = unheld;
    if (changed) throw StepFailure.of([changed, ...more]);
    if (!isDeepStrictEqual(old, target.old))
      return checkAgain(`${target.cluster_id} changed while it was looked at`, {
        afterSeconds: 10,
      });
    return done(
      SnapshotVerified.with({
        snapshot_arn: snapshot.arn,
        engine_version: target.settings.engine_version,
        copy_required: inquiry.copy_required,
        target_cluster_id: target.cluster_id,
        target_exists: target.old !== undefined,
      }),
      seen(inquiry),
    );
  };

async function planned(world: Dependencies, inquiry: Inquiry, operation: Operation) {
  const { snapshot, source, target } = inquiry;
  const otherRegion = source !== undefined && source.region !== world.here.region;
  const copying = otherRegion ? await world.copiesInProgress() : [];
  const waits = [
    ...inquiry.waits,
    ...(snapshot && isInTheMaking(snapshot)
      ? [`snapshot ${snapshot.id} is ${snapshot.status}${shown(snapshot.progress)}`]
      : []),
    ...(copying.length >= COPIES_AT_ONCE
      ? [
          `${copying.length} copies from other regions are in progress: ${copying.map(({ id }) => id).join(', ')}`,
        ]
      : []),
  ];
  const plan = planOf(inquiry, operation, world.configuration, waits);
  const { can_finish, findings, unproven } = plan;
  return done(
    RestorePlanned.with({ target_cluster_id: target.cluster_id, can_finish, findings, unproven }),
    { plan, ...seen(inquiry) },
  );
}

const shown = (progress: number | undefined) => (progress === undefined ? '' : ` (${progress} %)`);

/** What later steps go by. */
const seen = ({ snapshot, source, target }: Inquiry): Learnt => ({
  ...(snapshot && { snapshot: snapshotOf(snapshot) }),
  ...(source && { source }),
  target,
});

const snapshotOf = (found: ClusterSnapshot): Snapshot => ({
  arn: found.arn,
  id: found.id,
  source_cluster_id: found.source_cluster_id,
  ...(found.source_resource_id !== undefined && { source_resource_id: found.source_resource_id }),
  engine: found.engine,
  engine_version: found.engine_version,
  master_username: found.master_username,
  created_at: found.created_at?.toISOString() ?? '',
  ...(found.kms_key_id !== undefined && { kms_key_id: found.kms_key_id }),
  ...(found.copy_of !== undefined && { copy_of: found.copy_of }),
});

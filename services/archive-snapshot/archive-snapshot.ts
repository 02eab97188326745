import { RestoreCompleted, type UsersConfigured } from '../../events/index.ts';
import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { inheritedFacts } from '../../shared/operation/inherited-facts.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { done } from '../../shared/step/answer.ts';
import type { Business } from '../../shared/step/handle.ts';
import { learnt } from '../../shared/step/learnt.ts';
import { giveBack } from './give-back.ts';
import type { LeaveSource } from './leave-source.ts';
import { wayBack } from './way-back.ts';

/**
 * Ends the restore: gives the cluster the rest of its settings, leaves the source's account as it was,
 * and deletes the copies that the pipeline made here unless they are to be kept. The source snapshot is
 * never touched.
 */
export const archiveSnapshot =
  (
    aurora: Pick<Aurora, 'cluster' | 'instances' | 'snapshot' | 'modifyCluster' | 'deleteSnapshot'>,
    leaveSource: LeaveSource,
  ): Business<typeof UsersConfigured, typeof RestoreCompleted> =>
  async (input) => {
    const { operation, event, permit, record } = input;
    const { cluster_id, settings, old } = learnt(operation, 'target');
    const given = await giveBack(aurora, input);
    if (given.kind === 'check-again') return given;
    const { cluster } = given;

    const deleted = await leaveSource(input);
    const kept: ClusterSnapshot[] = [];
    for (const [key, snapshot] of snapshotsMade(operation)) {
      const goes = snapshot.role === 'copy' && settings.archive === 'delete';
      const found = await aurora.snapshot(snapshot.id);
      const there = found?.made_by === operation.operation_id;
      if (there && !goes) kept.push(found);
      if (there && goes) await aurora.deleteSnapshot(await permit(), snapshot.id);
      /** One with an ARN was there: it was deleted before a redelivery. */
      if (goes && (there || snapshot.arn)) {
        await record({ resources: { [key]: { ...snapshot, deleted: true } } });
        deleted.push(snapshot.id);
      }
    }

    return done(
      RestoreCompleted.with({
        target_cluster_id: cluster_id,
        cluster_arn: cluster.arn,
        endpoint: cluster.endpoint ?? '',
        reader_endpoint: cluster.reader_endpoint,
        port: cluster.port,
        snapshot_arn: learnt(operation, 'snapshot').arn,
        users: event.users,
        ...(operation.inherited && inheritedFacts(operation.inherited)),
        deleted: [...(old ? [old.arn, ...old.instances.map(({ id }) => id)] : []), ...deleted],
        kept: kept.map(({ id }) => id),
        ...wayBack(old, kept),
        started_at: operation.start_time,
        ...(typeof operation.request.requested_by === 'string' && {
          requested_by: operation.request.requested_by,
        }),
      }),
    );
  };

const snapshotsMade = ({ resources }: Operation) =>
  Object.entries(resources).filter(([, { role }]) => role === 'copy' || role === 'final_snapshot');

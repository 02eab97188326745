import type { Aurora } from '../../shared/aurora/aurora.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { unheldGuards } from '../../shared/aurora/guards.ts';
import type { SourcePlace } from '../../shared/aurora/source.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { Reason } from '../../shared/errors.ts';
import { holderOf } from '../../shared/operation/holder.ts';
import type { OldTarget, Operation } from '../../shared/operation/operation.ts';
import type { Operations } from '../../shared/operation/operations.ts';
import { oldTargetOf } from './old-target.ts';

interface World {
  readonly operations: Pick<Operations, 'holder' | 'read'>;
  readonly here: Pick<SourcePlace, 'region'>;
  readonly isolation_group?: string | undefined;
  readonly aurora: Pick<Aurora, 'cluster' | 'instances'>;
  readonly configuration: Pick<Configuration, 'allowed_targets' | 'environment'>;
}

export interface SeenTarget {
  /** Absent where nothing stands there. */
  readonly old?: OldTarget;
  /** Why it may not be deleted. */
  readonly unheld: readonly Reason[];
  readonly notes: readonly string[];
}

/** The cluster that stands under the target's name, if there is one, and why it may not be deleted. */
export async function lookAtTarget(
  { aurora, operations, configuration, here, isolation_group }: World,
  operation: Operation,
  targetId: string,
  snapshot: ClusterSnapshot | undefined,
): Promise<SeenTarget> {
  const cluster = await aurora.cluster(targetId);
  if (!cluster) return { unheld: [], notes: [] };
  const instances = await aurora.instances(targetId);
  const unheld = unheldGuards(cluster, instances, {
    /** Whatever an earlier attempt saw: this look decides which cluster it is. */
    operation: { ...operation, target: undefined },
    snapshot,
    allowed: configuration.allowed_targets,
    environment: configuration.environment,
  });
  const { made_by } = cluster;
  const maker = made_by === undefined ? undefined : await operations.read(made_by);
  const last = await holderOf(operations, { kind: 'cluster', region: here.region, id: targetId });
  return {
    old: protectedBefore(oldTargetOf({ cluster, instances, maker, isolation_group }), last),
    unheld,
    notes:
      maker && maker.status !== 'completed' && maker.operation_id !== operation.operation_id
        ? [
            `${targetId} was restored by operation ${made_by}, which is ${maker.status}: the settings are those from before it`,
          ]
        : [],
  };
}

/** What an operation lifted that came no further is still to be put back by the next one. */
function protectedBefore(old: OldTarget, last: Operation | undefined): OldTarget {
  const before = last?.target?.old;
  return before?.resource_id === old.resource_id && before.settings.deletion_protection
    ? { ...old, settings: { ...old.settings, deletion_protection: true } }
    : old;
}

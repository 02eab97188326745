import type { Cluster, Instance } from '../../shared/aurora/cluster.ts';
import type { OldTarget, Operation } from '../../shared/operation/operation.ts';
import type { Before } from './what-fits.ts';

interface Standing {
  readonly cluster: Cluster;
  readonly instances: readonly Instance[];
  /** The operation that restored the cluster, this one or another; `undefined` where none did. */
  readonly maker: Pick<Operation, 'status' | 'target'> | undefined;
  /** The group that a cluster has until its users are set up: never a wish. */
  readonly isolation_group: string | undefined;
}

/**
 * What stands under the target's name, and how the restored cluster is to be given back. What a restore
 * left that has not completed is only half of a target: there it counts what stood before.
 */
export function oldTargetOf({ cluster, instances, maker, isolation_group }: Standing): OldTarget {
  const members = instances
    .map((instance) => ({
      ...instance,
      writer: cluster.instances.some(({ id, writer }) => id === instance.id && writer),
    }))
    .sort((a, b) => Number(b.writer) - Number(a.writer));
  const shown: Before = {
    ...cluster.settings,
    instances: members.map(({ settings }) => settings),
  };
  const { arn, resource_id, deletion_protection } = cluster;
  return {
    arn,
    resource_id,
    deletion_protection,
    instances: members.map(({ id, instance_class, promotion_tier, writer }) => ({
      id,
      instance_class,
      writer,
      ...(promotion_tier !== undefined && { promotion_tier }),
    })),
    settings:
      maker && maker.status !== 'completed'
        ? beforeThe(maker)
        : { ...shown, vpc_security_group_ids: withoutGroup(shown, isolation_group) },
  };
}

/** Operations begun before settings could be given back have only decided about the protection. */
const beforeThe = ({ target }: NonNullable<Standing['maker']>): Before =>
  target?.old
    ? { deletion_protection: target.settings.deletion_protection, ...target.old.settings }
    : {};

function withoutGroup({ vpc_security_group_ids = [] }: Before, isolation: string | undefined) {
  const others = vpc_security_group_ids.filter((id) => id !== isolation);
  return others.length > 0 ? others : undefined;
}

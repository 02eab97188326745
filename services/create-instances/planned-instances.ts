import type { Target } from '../../shared/operation/operation.ts';

export interface PlannedInstance {
  readonly id: string;
  readonly instance_class: string;
  readonly promotion_tier?: number | undefined;
}

/**
 * The instances that the cluster is to have, the writer first. They keep the names of the old
 * target's; further ones are `<cluster>-1 ... n`.
 */
export function plannedInstances({ cluster_id, old, settings }: Target): PlannedInstance[] {
  const before = [...(old?.instances ?? [])].sort((a, b) => Number(b.writer) - Number(a.writer));
  const taken = new Set(before.map(({ id }) => id));
  const further = Array.from(
    { length: 16 + before.length },
    (_, index) => `${cluster_id}-${index + 1}`,
  )
    .filter((id) => !taken.has(id))
    .map((id) => ({ id, promotion_tier: undefined }));
  return [...before, ...further]
    .slice(0, settings.instance_count)
    .map(({ id, promotion_tier }) => ({
      id,
      instance_class: settings.db_instance_class,
      promotion_tier,
    }));
}

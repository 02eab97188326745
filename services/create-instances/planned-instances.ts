import type { Target } from '../../shared/operation/operation.ts';
import type { InstanceSettings } from '../../shared/operation/settings.ts';

/**
 * The instances of an operation that began before they were planned with its settings, the writer
 * first. They keep the names of the old target's; further ones are `<cluster>-1 ... n`.
 */
export function plannedInstances({ cluster_id, old, settings }: Target): InstanceSettings[] {
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
      db_parameter_group_name: settings.db_parameter_group_name,
      tags: settings.tags,
    }));
}

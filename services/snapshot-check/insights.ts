import type { InstanceSettings } from '../../shared/operation/settings.ts';
import { firstOf, type Sources } from './first-of.ts';

type Insights = Pick<
  InstanceSettings,
  | 'enable_performance_insights'
  | 'performance_insights_kms_key_id'
  | 'performance_insights_retention_period'
>;

const idle = {
  performance_insights_kms_key_id: undefined,
  performance_insights_retention_period: undefined,
};

/** Where Performance Insights will be off, nobody’s key and retention count but those asked for. */
export function ifInsightful<Settings extends Insights>(
  sources: Sources<Settings>,
): Sources<Settings> {
  const { chosen } = firstOf<Insights>(['enable_performance_insights'], sources);
  if (chosen.enable_performance_insights) return sources;
  return {
    ...sources,
    ...(sources.old_target && { old_target: { ...sources.old_target, ...idle } }),
    ...(sources.deployment && { deployment: { ...sources.deployment, ...idle } }),
  };
}

import type { RestoreRequest } from '../../events/restore-request.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import {
  type InstanceSettings,
  instanceSettings,
  type Origin,
} from '../../shared/operation/settings.ts';
import { firstOf, tagsFrom } from './first-of.ts';
import { ifInsightful } from './insights.ts';
import type { Before } from './what-fits.ts';

interface Given {
  readonly request: Partial<RestoreRequest>;
  readonly defaults: Configuration['defaults'];
  readonly before: Before | undefined;
}

/**
 * The instances that the cluster is to have, the writer first. They are the old target's; further ones
 * are `<cluster>-1 ... n`, like the writer but for its place. What is asked for holds for all of them.
 */
export function instancesFor({ request, defaults, before }: Given): {
  instances: InstanceSettings[];
  from: Record<string, Origin>;
} {
  const old = before?.instances ?? [];
  const count = request.instance_count ?? (old.length || defaults.instance_count);
  const taken = new Set(old.map(({ id }) => id));
  const free = Array.from({ length: count + old.length }, (_, index) => index + 1)
    .map((number) => `${request.target_cluster_id ?? ''}-${number}`)
    .filter((id) => !taken.has(id));
  const [writer] = old;
  const like = writer && { ...writer, promotion_tier: undefined, availability_zone: undefined };
  const planned = [...old, ...free.map((id) => ({ ...like, id }))]
    .slice(0, count)
    .map((one) => instanceFor(request, defaults, one));
  return {
    instances: planned.map(({ instance }) => instance),
    from: Object.assign({}, ...planned.map(({ from }) => from)),
  };
}

function instanceFor(
  request: Given['request'],
  defaults: Given['defaults'],
  old: Partial<InstanceSettings> & Pick<InstanceSettings, 'id'>,
) {
  const { chosen, from } = firstOf<InstanceSettings>(
    fields,
    ifInsightful({
      request: ofInstance(request),
      old_target: old,
      deployment: ofInstance(defaults),
    }),
  );
  const merged = tagsFrom({
    request: request.tags,
    old_target: old.tags,
    deployment: defaults.tags,
  });
  const { id } = old;
  const instance = instanceSettings.parse({ ...chosen, id, tags: merged.tags });
  const known = Object.entries({ ...from, ...merged.from }).map(([field, origin]) => [
    `instances.${id}.${field}`,
    origin,
  ]);
  return { instance, from: Object.fromEntries(known) as Record<string, Origin> };
}

const fields = instanceSettings.keyof().exclude(['id', 'tags']).options;

/** What a request or a deployment says of all instances. */
const ofInstance = (all: Given['request'] | Given['defaults']): Partial<InstanceSettings> => ({
  instance_class: all.db_instance_class,
  db_parameter_group_name: all.db_parameter_group_name,
  enable_performance_insights: all.enable_performance_insights,
  performance_insights_kms_key_id: all.performance_insights_kms_key_id,
  performance_insights_retention_period: all.performance_insights_retention_period,
});

import type { Target } from '../../shared/operation/operation.ts';
import type { InstanceSettings, Origin } from '../../shared/operation/settings.ts';
import { table } from '../output/table.ts';

const from: Readonly<Record<Origin, string>> = {
  request: 'from the request',
  old_target: 'from the old target',
  deployment: 'from the deployment',
  snapshot: 'from the snapshot',
  rds: 'RDS’s default',
};

/** Every setting of the restored cluster under the name it has in a request, and where it comes from. */
export function settingsLines({ settings, instances = [], origins = {} }: Target): string[] {
  const rows = Object.entries(settings).map(([name, value]) => [name, shown(value)]);
  const unset = Object.keys(origins).filter((name) => !(name in settings) && name !== 'instances');
  return table(
    [
      ...[...rows, ...unset.map((name) => [name, '–'])],
      ...instances.map((instance) => ['instances', inWords(instance)]),
    ].map(([name = '', value = '']) => {
      const origin = origins[name];
      return [name, value, origin ? from[origin] : ''];
    }),
  );
}

function inWords(instance: InstanceSettings): string {
  const { id, instance_class, promotion_tier, availability_zone } = instance;
  return [
    `${id} ${instance_class}`,
    ...(promotion_tier === undefined ? [] : [`tier ${promotion_tier}`]),
    ...(availability_zone === undefined ? [] : [availability_zone]),
  ].join(', ');
}

function shown(value: unknown): string {
  if (value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ') || 'none';
  if (typeof value !== 'object' || value === null) return String(value);
  return (
    Object.entries(value)
      .map(([key, inner]) => `${key}=${inner}`)
      .join(', ') || 'none'
  );
}

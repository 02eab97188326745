import type { Target } from '../../shared/operation/operation.ts';
import type { Origin } from '../../shared/operation/settings.ts';
import { table } from '../output/table.ts';

type Values = Readonly<Record<string, unknown>>;
type OriginOf = (name: string) => Origin | undefined;

const from: Readonly<Record<Origin, string>> = {
  request: 'from the request',
  old_target: 'from the old target',
  deployment: 'from the deployment',
  snapshot: 'from the snapshot',
  rds: 'by default',
};

/** Every setting of the restored cluster under the name it has in a request, and where it comes from. */
export function settingsLines({ settings, instances = [], origins = {} }: Target): string[] {
  const { tags, ...fields } = settings;
  const values: Values = { ...Object.fromEntries(named(origins)), ...fields };
  const originOf: OriginOf = (name) => origins[name];
  const isOpen = (name: string) => values[name] === undefined && originOf(name) === 'rds';
  const open = Object.keys(values).filter(isOpen);
  return table([
    ...Object.entries(values)
      .filter(([name]) => !isOpen(name))
      .map(([name, value]) => [name, told(originOf(name)), shown(value)]),
    ...byOrigin('tags', tags, (key) => originOf(`tags.${key}`)),
    ...instances.flatMap(({ id, tags = {}, ...instance }) => [
      ...byOrigin(`instance ${id}`, instance, (name) => originOf(`instances.${id}.${name}`)),
      ...byOrigin(`tags of ${id}`, tags, (key) => originOf(`instances.${id}.tags.${key}`)),
    ]),
    ...(open.length > 0 ? [['not set', from.rds, open.join(', ')]] : []),
  ]);
}

/** The settings of the cluster that have an origin, be they set or not. */
const named = (origins: NonNullable<Target['origins']>): [string, undefined][] =>
  Object.keys(origins)
    .filter((name) => !name.includes('.'))
    .map((name) => [name, undefined]);

/** What belongs together and comes from the same place, in a row. */
function byOrigin(title: string, values: Values, originOf: OriginOf): string[][] {
  const set = Object.entries(values).filter(([, value]) => value !== undefined);
  return [...Map.groupBy(set, ([name]) => originOf(name))].map(([origin, members]) => [
    title,
    told(origin),
    pairs(members),
  ]);
}

const told = (origin: Origin | undefined): string => (origin ? from[origin] : '');

function shown(value: unknown): string {
  if (value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ') || 'none';
  if (typeof value === 'object' && value !== null) return pairs(Object.entries(value));
  return String(value);
}

const pairs = (entries: readonly (readonly [string, unknown])[]): string =>
  entries.map(([name, value]) => `${name}=${shown(value)}`).join(', ');

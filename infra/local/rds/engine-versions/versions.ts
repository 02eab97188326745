import { invalidCombination, invalidValue, notImplemented } from '../errors.ts';

export const ENGINE = 'aurora-mysql';

/** What a new cluster gets that asks for no version. On AWS it differs by region and moves on. */
export const DEFAULT_VERSION = '8.0.mysql_aurora.3.10.3';

/** Aurora MySQL's releases, oldest first, with the community version each is compatible with. */
const RELEASES: readonly (readonly [release: string, community: string])[] = [
  ['2.11.6', '5.7.12'],
  ['2.12.0', '5.7.40'],
  ['2.12.1', '5.7.40'],
  ['2.12.2', '5.7.44'],
  ['2.12.3', '5.7.44'],
  ['2.12.4', '5.7.44'],
  ['2.12.5', '5.7.44'],
  ['2.12.6', '5.7.44'],
  ['3.04.0', '8.0.28'],
  ['3.04.1', '8.0.28'],
  ['3.04.2', '8.0.28'],
  ['3.04.3', '8.0.28'],
  ['3.04.4', '8.0.28'],
  ['3.05.2', '8.0.32'],
  ['3.06.1', '8.0.34'],
  ['3.07.1', '8.0.36'],
  ['3.08.0', '8.0.39'],
  ['3.08.1', '8.0.39'],
  ['3.08.2', '8.0.39'],
  ['3.09.0', '8.0.40'],
  ['3.10.0', '8.0.42'],
  ['3.10.1', '8.0.42'],
  ['3.10.3', '8.0.42'],
  ['3.10.4', '8.0.42'],
  ['3.11.1', '8.0.43'],
  ['3.12.0', '8.0.44'],
];

export interface EngineVersion {
  /** e.g. `8.0.mysql_aurora.3.08.2` */
  readonly name: string;
  /** `5.7` or `8.0` */
  readonly major: string;
  readonly release: string;
  readonly community: string;
  /** The parameter groups that fit. */
  readonly family: string;
}

export const engineVersions: readonly EngineVersion[] = RELEASES.map(([release, community]) => {
  const major = release.startsWith('2.') ? '5.7' : '8.0';
  const name = `${major}.mysql_aurora.${release}`;
  return { name, major, release, community, family: `${ENGINE}${major}` };
});

/** The version a request asks for, by its full name or by a major version alone. */
export const engineVersion = (asked: string = DEFAULT_VERSION): EngineVersion => {
  const found =
    engineVersions.find(({ name }) => name === asked) ??
    engineVersions.find(({ name, major }) => major === asked && isDefaultOfMajor(name));
  if (!found) throw invalidCombination(`Cannot find version ${asked} for ${ENGINE}`);
  return found;
};

export const isDefaultOfMajor = (name: string): boolean =>
  name === DEFAULT_VERSION || name === '5.7.mysql_aurora.2.12.5';

/** Every newer release; AWS leaves some out. */
export const upgradeTargets = (from: EngineVersion): readonly EngineVersion[] =>
  engineVersions.slice(engineVersions.indexOf(from) + 1);

/** Refuses to go from one version to another unless AWS lists it as a valid target. */
export const checkUpgrade = (from: EngineVersion, to: EngineVersion): void => {
  if (to !== from && !upgradeTargets(from).includes(to))
    throw invalidCombination(`Cannot upgrade ${ENGINE} from ${from.name} to ${to.name}`);
};

/** Those that can be exported to CloudWatch Logs. The last two are assumed of every release from 3 on. */
export const logTypesOf = ({ major }: EngineVersion): readonly string[] => [
  ...['audit', 'error', 'general', 'slowquery'],
  ...(major === '5.7' ? [] : ['iam-db-auth-error', 'instance']),
];

const OTHER_ENGINES = new Set(['aurora', 'aurora-postgresql', 'mysql', 'postgres', 'neptune']);

/** Refuses every other engine. */
export const checkEngine = (engine: string): void => {
  if (engine === ENGINE) return;
  if (OTHER_ENGINES.has(engine)) throw notImplemented(`the engine ${engine}`);
  throw invalidValue(`Invalid DB engine: ${engine}`);
};

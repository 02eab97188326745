import type { Reason } from '../../errors.ts';
import type { InstanceSettings } from '../../operation/settings.ts';
import type { Referring } from '../references.ts';
import type { Referable, Version } from './referable.ts';

/** Whether every instance's class is offered for the engine version, and in the zone asked for. */
export async function instanceClasses(
  rds: Referable,
  { settings: { engine_version }, instances }: Referring,
  version: Promise<Version | undefined>,
): Promise<readonly Reason[]> {
  /** Nothing is offered for a version that does not exist, which is told already. */
  if (!(await version)) return [];
  const bySize = Map.groupBy(instances, ({ instance_class }) => instance_class);
  const reasons = [...bySize].map(async ([size, made]) => {
    const zones = await rds.zonesOffering(size, engine_version);
    const offered = `RDS offers no ${size} here for ${rds.engine} ${engine_version}`;
    return zones ? made.flatMap((one) => inItsZone(one, zones, offered)) : [refusal(offered)];
  });
  return (await Promise.all(reasons)).flat();
}

const inItsZone = (
  { id, availability_zone: zone }: InstanceSettings,
  zones: ReadonlySet<string>,
  offered: string,
): readonly Reason[] =>
  zone === undefined || zones.has(zone)
    ? []
    : [refusal(`${offered} in ${zone}, where ${id} is to be`)];

const refusal = (told: string): Reason => ({
  code: 'REFERENCE_NOT_FOUND',
  field: 'db_instance_class',
  message: `db_instance_class: ${told}`,
});

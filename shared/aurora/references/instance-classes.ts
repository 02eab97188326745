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
  const field = 'db_instance_class';
  const check = async (size: string, made: readonly InstanceSettings[]): Promise<Reason[]> => {
    const zones = await rds.zonesOffering(size, engine_version);
    const unfit = made.filter(
      ({ availability_zone: zone }) => !zones || (zone !== undefined && !zones.has(zone)),
    );
    const offered = `RDS offers no ${size} here for ${rds.engine} ${engine_version}`;
    return (zones ? unfit : unfit.slice(0, 1)).map(({ id, availability_zone }) => ({
      code: 'REFERENCE_NOT_FOUND',
      field,
      message: `${field}: ${offered}${zones ? ` in ${availability_zone}, where ${id} is to be` : ''}`,
    }));
  };
  const bySize = Map.groupBy(instances, ({ instance_class }) => instance_class);
  return (await Promise.all([...bySize].map(([size, made]) => check(size, made)))).flat();
}

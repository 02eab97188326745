import { isDeepStrictEqual } from 'node:util';
import type { Cluster, Instance } from '../../shared/aurora/cluster.ts';
import type { ClusterSettings, InstanceSettings } from '../../shared/operation/settings.ts';

/** A setting that RDS shows otherwise than it is to be, in words. */
export interface Difference<Field extends string = string> {
  readonly field: Field;
  readonly message: string;
}

type Settings = Readonly<Record<string, unknown>>;

/** What RDS shows of a cluster; the rest of its settings are its instances' or the pipeline's own. */
const ofCluster = [
  'db_subnet_group_name',
  'db_cluster_parameter_group_name',
  'serverless_v2_scaling',
  'port',
  'kms_key_id',
  'engine_version',
  'tags',
  'enable_cloudwatch_logs_exports',
  'enable_iam_database_authentication',
  'copy_tags_to_snapshot',
  'storage_type',
  'network_type',
] as const satisfies readonly (keyof ClusterSettings)[];

/** What a cluster is given only once it stands, or that is held back until it may be reached. */
export const givenLater = [
  'vpc_security_group_ids',
  'backup_retention_period',
  'preferred_backup_window',
  'preferred_maintenance_window',
  'deletion_protection',
] as const satisfies readonly (keyof ClusterSettings)[];

export const clusterDifferences = (
  { id, settings, deletion_protection }: Cluster,
  wanted: ClusterSettings,
  fields: readonly (keyof ClusterSettings)[] = ofCluster,
) => differences(id, { ...settings, deletion_protection }, wanted, fields);

export function instanceDifferences(
  found: readonly Instance[],
  { id, ...wanted }: InstanceSettings,
): Difference[] {
  const instance = found.find((one) => one.id === id);
  if (!instance) return [{ field: id, message: `${id} is gone` }];
  const { parameter_status: status = 'in-sync' } = instance;
  return [
    ...differences(id, instance.settings, wanted, Object.keys(wanted)),
    ...(status === 'in-sync'
      ? []
      : [{ field: 'parameter_status', message: `${id}: its parameter group is ${status}` }]),
  ];
}

/** What nobody wants any way is as RDS has it. */
function differences<Field extends string>(
  whose: string,
  found: Settings,
  wanted: Settings,
  fields: readonly Field[],
): Difference<Field>[] {
  return fields
    .filter((field) => isComparable(field, wanted[field]) && !same(wanted[field], found[field]))
    .map((field) => ({
      field,
      message: `${whose}: ${field} is ${told(found[field])}, not ${told(wanted[field])}`,
    }));
}

/** RDS shows keys by their ARNs, whatever they were asked for by. */
const isComparable = (field: string, wanted: unknown): boolean =>
  wanted !== undefined && (!field.endsWith('kms_key_id') || /^arn:.*:key\//.test(String(wanted)));

/** RDS stores names in lower case, and lists in no order; others may add tags of their own. */
function same(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted) && Array.isArray(found))
    return isDeepStrictEqual([...wanted].sort(), [...found].sort());
  if (typeof wanted === 'string' && typeof found === 'string')
    return wanted.toLowerCase() === found.toLowerCase();
  if (typeof wanted === 'object' && typeof found === 'object')
    return isDeepStrictEqual({ ...found, ...wanted }, found);
  return wanted === found;
}

const told = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not set');

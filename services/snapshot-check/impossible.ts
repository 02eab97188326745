import type { RestoreRequest } from '../../events/restore-request.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { compareVersions } from '../../shared/aurora/engine-version.ts';
import type { ErrorCode, Reason } from '../../shared/errors.ts';
import type { ClusterSettings } from '../../shared/operation/settings.ts';

/** Source: RDS API, CreateDBInstance. */
const LONGEST_NAME = 63;

/** Why this deployment can never carry a request out, whatever its snapshot: every reason at once. */
export function impossible(
  { target_region, source_region, target_cluster_id }: Partial<RestoreRequest>,
  { db_instance_class, instance_count, serverless_v2_scaling }: ClusterSettings,
  region: string,
): Reason[] {
  const serverless = db_instance_class === 'db.serverless';
  return [
    ...refuse(
      `${target_cluster_id}-${instance_count}`.length > LONGEST_NAME,
      'REQUEST_INVALID',
      'target_cluster_id',
      `leaves no room for the names of its instances, ${target_cluster_id}-1 and so on`,
    ),
    ...refuse(
      target_region !== undefined && target_region !== region,
      'TARGET_REGION_MISMATCH',
      'target_region',
      `is ${target_region}, but this deployment serves ${region}`,
    ),
    ...refuse(
      source_region !== undefined && source_region !== region,
      'SOURCE_REGION_NOT_SUPPORTED',
      'source_region',
      `is ${source_region}, but this deployment restores snapshots of ${region}`,
    ),
    ...refuse(
      serverless && !serverless_v2_scaling,
      'REQUEST_INVALID',
      'serverless_v2_scaling',
      'is needed with db.serverless',
    ),
    ...refuse(
      !serverless && serverless_v2_scaling !== undefined,
      'REQUEST_INVALID',
      'serverless_v2_scaling',
      `needs db_instance_class db.serverless, not ${db_instance_class}`,
    ),
  ];
}

/** Why this snapshot can never be restored as the request wants it. */
export const unsuitable = (
  snapshot: ClusterSnapshot,
  { engine_version, target_cluster_id }: Partial<RestoreRequest>,
): Reason[] => [
  ...refuse(
    snapshot.engine !== 'aurora-mysql' || snapshot.engine_mode !== 'provisioned',
    'ENGINE_NOT_SUPPORTED',
    'snapshot_name',
    `means ${snapshot.id}, a snapshot of ${snapshot.engine} (${snapshot.engine_mode})`,
  ),
  ...refuse(
    engine_version !== undefined && compareVersions(engine_version, snapshot.engine_version) < 0,
    'ENGINE_VERSION_DOWNGRADE',
    'engine_version',
    `is ${engine_version}, older than the snapshot’s ${snapshot.engine_version}`,
  ),
  ...refuse(
    snapshot.source_cluster_id === target_cluster_id,
    'TARGET_IS_SOURCE',
    'target_cluster_id',
    `is ${target_cluster_id}, of which the snapshot was taken`,
  ),
];

const refuse = (wrong: boolean, code: ErrorCode, field: string, message: string): Reason[] =>
  wrong ? [{ code, field, message: `${field} ${message}` }] : [];

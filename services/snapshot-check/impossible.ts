import type { RestoreRequest } from '../../events/restore-request.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import { compareVersions } from '../../shared/aurora/engine-version.ts';
import { mayBeOf } from '../../shared/aurora/guards.ts';
import type { SourcePlace } from '../../shared/aurora/source.ts';
import type { ErrorCode, Reason } from '../../shared/errors.ts';
import type { InstanceSettings } from '../../shared/operation/settings.ts';
import { placeOf, samePlace } from './find-snapshot.ts';

/** Source: RDS API, CreateDBInstance. */
const LONGEST_NAME = 63;

/** Why this deployment can never carry a request out, whatever its snapshot: every reason at once. */
export function impossible(
  request: Partial<RestoreRequest>,
  instances: readonly Pick<InstanceSettings, 'id'>[],
  here: SourcePlace,
): Reason[] {
  const { target_region, target_cluster_id, source_cluster_id } = request;
  return [
    ...refuse(
      instances.some(({ id }) => id.length > LONGEST_NAME),
      'REQUEST_INVALID',
      'target_cluster_id',
      `leaves no room for the names of its instances, ${target_cluster_id}-1 and so on`,
    ),
    ...refuse(
      target_region !== undefined && target_region !== here.region,
      'TARGET_REGION_MISMATCH',
      'target_region',
      `is ${target_region}, but this deployment serves ${here.region}`,
    ),
    ...refuse(
      source_cluster_id !== undefined &&
        source_cluster_id === target_cluster_id &&
        samePlace(placeOf(request, here), here),
      'TARGET_IS_SOURCE',
      'target_cluster_id',
      'must not be the source cluster',
    ),
  ];
}

/** Why this snapshot can never be restored as the request wants it. */
export const unsuitable = (
  snapshot: ClusterSnapshot,
  { engine_version, target_cluster_id }: Partial<RestoreRequest>,
  here: SourcePlace,
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
    snapshot.source_cluster_id === target_cluster_id && mayBeOf(here, snapshot),
    'TARGET_IS_SOURCE',
    'target_cluster_id',
    `is ${target_cluster_id}, of which the snapshot was taken`,
  ),
];

const refuse = (wrong: boolean, code: ErrorCode, field: string, message: string): Reason[] =>
  wrong ? [{ code, field, message: `${field} ${message}` }] : [];

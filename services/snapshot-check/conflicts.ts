import type { RestoreRequest } from '../../events/restore-request.ts';
import { overlap } from '../../events/windows.ts';
import type { Reason } from '../../shared/errors.ts';
import type { ClusterSettings, InstanceSettings, Origin } from '../../shared/operation/settings.ts';

export const SERVERLESS = 'db.serverless';

/** A resource may have 50, and the pipeline gives it three of its own. Source: RDS API, Tag. */
const MOST_TAGS = 47;

interface Planned {
  readonly request: Partial<RestoreRequest>;
  readonly settings: ClusterSettings;
  readonly instances: readonly InstanceSettings[];
  readonly origins: Readonly<Record<string, Origin>>;
}

/** Settings that are right by themselves and cannot stand together, from wherever they came. */
export function conflicts({ request, settings, instances, origins }: Planned): Reason[] {
  const serverless = instances.some(({ instance_class }) => instance_class === SERVERLESS);
  const most = Math.max(
    ...[settings, ...instances].map(({ tags = {} }) => Object.keys(tags).length),
  );
  return [
    ...refuse(
      serverless && !settings.serverless_v2_scaling,
      'serverless_v2_scaling',
      `is needed with ${SERVERLESS}`,
    ),
    ...refuse(
      !serverless && request.serverless_v2_scaling !== undefined,
      'serverless_v2_scaling',
      `needs db_instance_class ${SERVERLESS}, not ${settings.db_instance_class}`,
    ),
    ...(['performance_insights_kms_key_id', 'performance_insights_retention_period'] as const)
      .map((field) => ({ field, given: request[field] !== undefined }))
      .flatMap(({ field, given }) =>
        refuse(
          given && instances.some((one) => !one.enable_performance_insights),
          field,
          'needs enable_performance_insights',
        ),
      ),
    ...refuse(
      most > MOST_TAGS,
      'tags',
      `come to ${most} with those of the old target and the deployment: ${MOST_TAGS} at most`,
    ),
    ...overlapping(settings, instances, origins),
  ];
}

/** Two windows of the old target stay as they are: RDS has taken them once. */
const overlapping = (
  { preferred_backup_window: backup, preferred_maintenance_window }: ClusterSettings,
  instances: readonly InstanceSettings[],
  origins: Planned['origins'],
): Reason[] =>
  [
    { field: 'preferred_maintenance_window', window: preferred_maintenance_window },
    ...instances.map((one) => ({
      field: `instances.${one.id}.preferred_maintenance_window`,
      window: one.preferred_maintenance_window,
    })),
  ].flatMap(({ field, window }) =>
    refuse(
      [origins.preferred_backup_window, origins[field]].some((from) => from !== 'old_target') &&
        backup !== undefined &&
        window !== undefined &&
        overlap(backup, window),
      'preferred_backup_window',
      `${backup} overlaps ${field} ${window}`,
    ),
  );

const refuse = (wrong: boolean, field: string, message: string): Reason[] =>
  wrong ? [{ code: 'REQUEST_INVALID', field, message: `${field} ${message}` }] : [];

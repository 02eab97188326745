import type { RestoreRequest } from '../../events/restore-request.ts';
import { farFrom } from '../../events/windows.ts';
import type { ClusterSnapshot } from '../../shared/aurora/cluster.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { Reason } from '../../shared/errors.ts';
import type { OldTarget } from '../../shared/operation/operation.ts';
import {
  type ClusterSettings,
  clusterSettings,
  type InstanceSettings,
  type Origin,
} from '../../shared/operation/settings.ts';
import { conflicts, SERVERLESS } from './conflicts.ts';
import { firstOf, tagsFrom } from './first-of.ts';
import { ifInsightful } from './insights.ts';
import { instancesFor } from './instances-for.ts';
import { type Before, whatFits, whatIsLost } from './what-fits.ts';

interface Given {
  readonly request: Partial<RestoreRequest>;
  readonly defaults: Configuration['defaults'];
  readonly snapshot?: Pick<ClusterSnapshot, 'engine_version'> | undefined;
  /** What stands under the target's name, as `oldTargetOf` tells it. */
  readonly old?: OldTarget | undefined;
}

export interface Settings {
  readonly settings: ClusterSettings;
  /** By field, `tags.<key>`, and `instances.<id>.<field>`. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** The writer first. */
  readonly instances: readonly InstanceSettings[];
  /** What of the old target does not come back. */
  readonly notes: readonly string[];
  /** What RDS would refuse, but only once the old target is gone. */
  readonly reasons: readonly Reason[];
}

/**
 * How the restored cluster will be. Each field is as asked, else as the old target has it, else as the
 * deployment has it by default; the version is as asked, else the snapshot's. Of a request that is not
 * whole, as much is told as can be.
 */
export function settingsFor({ request, defaults, snapshot, old }: Given): Settings {
  /** Left out, RDS would take its region's default version: an upgrade that nobody asked for. */
  const engine_version = request.engine_version ?? snapshot?.engine_version;
  const restored = { engine_version, db_subnet_group_name: request.db_subnet_group_name };
  const before = old && whatFits(old.settings, restored);
  const { instances, from: ofInstances } = instancesFor({ request, defaults, before });
  const serverless = instances.some(({ instance_class }) => instance_class === SERVERLESS);
  const { chosen, from } = firstOf<ClusterSettings>(
    fields,
    ifInsightful<ClusterSettings>({
      request,
      old_target: before && ofCluster(before),
      deployment: { ...defaults, ...(!serverless && { serverless_v2_scaling: undefined }) },
      snapshot: { engine_version: snapshot?.engine_version },
    }),
  );
  const { tags, from: ofTags } = tagsFrom({
    request: request.tags,
    old_target: before?.tags,
    deployment: defaults.tags,
  });
  const settings = clusterSettings.parse({
    engine_version: '',
    ...withBackupWindow(chosen),
    tags,
  });
  const origins: Settings['origins'] = {
    ...from,
    /** Where nobody names a key, the snapshot's stays. */
    ...(settings.kms_key_id === undefined && { kms_key_id: 'snapshot' }),
    ...ofTags,
    ...ofInstances,
  };
  return {
    settings,
    origins,
    instances,
    notes: old ? whatIsLost(old.settings, restored) : [],
    reasons: conflicts({ request, settings, instances, origins }),
  };
}

/** One that RDS chose for itself might overlap the maintenance window, which it is told only later. */
const withBackupWindow = <Chosen extends Partial<ClusterSettings>>(chosen: Chosen): Chosen => {
  const { preferred_backup_window: backup, preferred_maintenance_window: maintenance } = chosen;
  if (backup !== undefined || maintenance === undefined) return chosen;
  return { ...chosen, preferred_backup_window: farFrom(maintenance) };
};

const fields = clusterSettings.keyof().exclude(['tags']).options;

/** The old target in the words of a request: of the instances, what the writer is like. */
function ofCluster({
  instances = [],
  engine_version: _,
  ...cluster
}: Before): Partial<ClusterSettings> {
  const [writer] = instances;
  return {
    ...cluster,
    instance_count: instances.length || undefined,
    db_instance_class: writer?.instance_class,
    db_parameter_group_name: writer?.db_parameter_group_name,
    enable_performance_insights: writer?.enable_performance_insights,
    performance_insights_kms_key_id: writer?.performance_insights_kms_key_id,
    performance_insights_retention_period: writer?.performance_insights_retention_period,
  };
}

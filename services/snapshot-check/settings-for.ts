import type { RestoreRequest } from '../../events/restore-request.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { ClusterSettings } from '../../shared/operation/settings.ts';

/** How the restored cluster will be: as asked, then as the deployment has it by default. */
export function settingsFor(
  request: Partial<RestoreRequest>,
  defaults: Configuration['defaults'],
  snapshotVersion = '',
): ClusterSettings {
  const asked = Object.fromEntries(
    Object.entries(request).filter(([field, value]) => field in asks && value !== undefined),
  );
  return {
    /** Left out, RDS would take its region's default version: an upgrade that nobody asked for. */
    engine_version: snapshotVersion,
    ...defaults,
    ...asked,
    tags: { ...defaults.tags, ...request.tags },
  };
}

const asks: Record<
  Exclude<keyof ClusterSettings, 'tags' | 'storage_type' | 'network_type'>,
  true
> = {
  db_instance_class: true,
  instance_count: true,
  final_snapshot: true,
  archive: true,
  deletion_protection: true,
  db_subnet_group_name: true,
  vpc_security_group_ids: true,
  db_parameter_group_name: true,
  db_cluster_parameter_group_name: true,
  serverless_v2_scaling: true,
  port: true,
  kms_key_id: true,
  engine_version: true,
  backup_retention_period: true,
  preferred_backup_window: true,
  preferred_maintenance_window: true,
  enable_cloudwatch_logs_exports: true,
  enable_iam_database_authentication: true,
  copy_tags_to_snapshot: true,
  enable_performance_insights: true,
  performance_insights_kms_key_id: true,
  performance_insights_retention_period: true,
  credentials: true,
  undeclared_users: true,
};

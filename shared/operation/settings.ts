import * as z from 'zod';

/** How a cluster is to be, fixed when the request is checked so that every later step agrees. */
export const clusterSettings = z.object({
  db_instance_class: z.string(),
  instance_count: z.int().min(1).max(16),
  final_snapshot: z.boolean(),
  archive: z.enum(['delete', 'keep']),
  deletion_protection: z.boolean(),
  db_subnet_group_name: z.string().optional(),
  vpc_security_group_ids: z.array(z.string()).optional(),
  db_parameter_group_name: z.string().optional(),
  db_cluster_parameter_group_name: z.string().optional(),
  serverless_v2_scaling: z
    .object({ min_capacity: z.number(), max_capacity: z.number() })
    .optional(),
  port: z.int().optional(),
  kms_key_id: z.string().optional(),
  engine_version: z.string(),
  tags: z.record(z.string(), z.string()),
  backup_retention_period: z.int().optional(),
  preferred_backup_window: z.string().optional(),
  preferred_maintenance_window: z.string().optional(),
  enable_cloudwatch_logs_exports: z.array(z.string()).optional(),
  enable_iam_database_authentication: z.boolean().optional(),
  copy_tags_to_snapshot: z.boolean().optional(),
  storage_type: z.string().optional(),
  network_type: z.string().optional(),
  enable_performance_insights: z.boolean().optional(),
  performance_insights_kms_key_id: z.string().optional(),
  performance_insights_retention_period: z.int().optional(),
  /** Absent in operations that began before they could be chosen: `source` and `keep`. */
  credentials: z.enum(['source', 'reset', 'managed']).optional(),
  undeclared_users: z.enum(['keep', 'lock', 'drop']).optional(),
});
export type ClusterSettings = z.infer<typeof clusterSettings>;

/** How an instance is to be. What is left out RDS decides. */
export const instanceSettings = z.object({
  id: z.string(),
  instance_class: z.string(),
  promotion_tier: z.int().optional(),
  availability_zone: z.string().optional(),
  db_parameter_group_name: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  preferred_maintenance_window: z.string().optional(),
  auto_minor_version_upgrade: z.boolean().optional(),
  ca_certificate_identifier: z.string().optional(),
  copy_tags_to_snapshot: z.boolean().optional(),
  monitoring_interval: z.int().optional(),
  monitoring_role_arn: z.string().optional(),
  enable_performance_insights: z.boolean().optional(),
  performance_insights_kms_key_id: z.string().optional(),
  performance_insights_retention_period: z.int().optional(),
});
export type InstanceSettings = z.infer<typeof instanceSettings>;

/** What RDS shows of a cluster that a restored one may be given back. */
export const shownCluster = clusterSettings
  .pick({
    deletion_protection: true,
    db_subnet_group_name: true,
    vpc_security_group_ids: true,
    db_cluster_parameter_group_name: true,
    serverless_v2_scaling: true,
    port: true,
    kms_key_id: true,
    engine_version: true,
    tags: true,
    backup_retention_period: true,
    preferred_backup_window: true,
    preferred_maintenance_window: true,
    enable_cloudwatch_logs_exports: true,
    enable_iam_database_authentication: true,
    copy_tags_to_snapshot: true,
    storage_type: true,
    network_type: true,
  })
  .partial()
  .extend({
    /** What it has that no restored cluster is given, in words. */
    not_given_back: z.array(z.string()).optional(),
  });
export type ShownCluster = z.infer<typeof shownCluster>;

export const shownInstance = instanceSettings.extend({
  publicly_accessible: z.boolean().optional(),
});
export type ShownInstance = z.infer<typeof shownInstance>;

/** Where a setting comes from: the first of these that has it. */
export const origins = ['request', 'old_target', 'deployment', 'snapshot', 'rds'] as const;
export type Origin = (typeof origins)[number];

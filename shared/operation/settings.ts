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
});
export type ClusterSettings = z.infer<typeof clusterSettings>;

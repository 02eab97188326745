import { z } from 'zod';

/** What RDS takes as an identifier; it stores them in lower case, so that is how they are compared. */
const identifier = z
  .string()
  .max(63)
  .regex(
    /^[a-zA-Z](?:-?[a-zA-Z0-9])*$/,
    'must begin with a letter and hold letters, digits and single hyphens, none at the end',
  )
  .transform((name) => name.toLowerCase());

/** A snapshot's name may also be an automated one (`rds:...`). */
const snapshotName = z
  .string()
  .max(255)
  .regex(/^(?:rds:)?[a-zA-Z](?:-?[a-zA-Z0-9])*$/, 'must be the name of a cluster snapshot')
  .transform((name) => name.toLowerCase());

const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'must be a region, e.g. eu-west-1');

/** Aurora capacity units, in halves. Source: RDS API, ServerlessV2ScalingConfiguration. */
const capacity = z.number().min(0).max(256).multipleOf(0.5);

/** `YYYY-MM-DD`, a day that exists. */
const day = z.iso.date('must be a date as YYYY-MM-DD');

/** Tags of AWS's own and of the pipeline's are not for requests to set. */
const tags = z.record(
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^(?!aws:|aurora-restore:)/, 'must not begin with aws: or aurora-restore:'),
  z.string().max(256),
);

export const operationId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'must be lower-case letters, digits and hyphens, at most 40');

/** What a request for a restore may say. Whatever it leaves open comes from the deployment. */
export const restoreRequest = z
  .strictObject({
    operation_id: operationId.optional(),
    snapshot_name: snapshotName.optional(),
    source_cluster_id: identifier.optional(),
    snapshot_date: day.optional(),
    source_region: region.optional(),
    target_region: region.optional(),
    target_cluster_id: identifier,
    db_subnet_group_name: z.string().min(1).max(255).optional(),
    vpc_security_group_ids: z
      .array(z.string().regex(/^sg-[0-9a-f]{8,17}$/, 'must be a security group id'))
      .min(1)
      .optional(),
    engine_version: z
      .string()
      .regex(/^[\d.]+mysql_aurora\.[\d.]+$/, 'must be a version such as 8.0.mysql_aurora.3.08.0')
      .optional(),
    /** For the instances. */
    db_parameter_group_name: z.string().min(1).max(255).optional(),
    db_cluster_parameter_group_name: z.string().min(1).max(255).optional(),
    db_instance_class: z
      .string()
      .regex(/^db\.[a-z0-9-]+(?:\.[a-z0-9]+)?$/, 'must be an instance class such as db.r6g.large')
      .optional(),
    /** The writer and so many less one readers. Aurora takes at most 16 instances a cluster. */
    instance_count: z.int().min(1).max(16).optional(),
    serverless_v2_scaling: z
      .strictObject({ min_capacity: capacity, max_capacity: capacity.min(0.5) })
      .refine((scaling) => scaling.min_capacity <= scaling.max_capacity, {
        path: ['min_capacity'],
        error: 'must not be more than max_capacity',
      })
      .optional(),
    port: z.int().min(1150).max(65535).optional(),
    kms_key_id: z.string().min(1).max(2048).optional(),
    deletion_protection: z.boolean().optional(),
    /** Whether the old target is kept as a snapshot before it is deleted. */
    final_snapshot: z.boolean().optional(),
    /** What becomes of a copy that the pipeline made. The source snapshot is never touched. */
    archive: z.enum(['delete', 'keep']).optional(),
    tags: tags.optional(),
    requested_by: z.string().min(1).max(256).optional(),
  })
  .check((context) => {
    const { snapshot_name, source_cluster_id, snapshot_date, target_cluster_id } = context.value;
    const refuse = (path: string, message: string) =>
      context.issues.push({ code: 'custom', path: [path], message, input: context.value });
    if (!snapshot_name && !source_cluster_id)
      refuse('snapshot_name', 'is needed, or else source_cluster_id');
    if (snapshot_name && source_cluster_id)
      refuse('source_cluster_id', 'cannot stand beside snapshot_name');
    if (snapshot_date && !source_cluster_id)
      refuse('snapshot_date', 'needs source_cluster_id beside it');
    if (source_cluster_id && source_cluster_id === target_cluster_id)
      refuse('target_cluster_id', 'must not be the source cluster');
  });

export type RestoreRequest = z.infer<typeof restoreRequest>;

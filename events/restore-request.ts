import * as z from 'zod';
import { lastsLongEnough } from './windows.ts';

/** What RDS takes as an identifier; it stores them in lower case, so that is how they are compared. */
const identifier = z
  .string()
  .max(63)
  .regex(
    /^[a-zA-Z](?:-?[a-zA-Z0-9])*$/,
    'must begin with a letter and hold letters, digits and single hyphens, none at the end',
  )
  .transform((name) => name.toLowerCase());

/** A snapshot's name may also be an automated one (`rds:...`), or the ARN of either. */
const snapshotName = z
  .string()
  .max(255)
  .regex(
    /^(?:arn:aws[a-z-]*:rds:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:cluster-snapshot:)?(?:rds:)?[a-zA-Z](?:-?[a-zA-Z0-9])*$/,
    'must be the name or the ARN of a cluster snapshot',
  )
  .transform((name) => name.toLowerCase());

const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'must be a region, e.g. eu-west-1');

const account = z.string().regex(/^\d{12}$/, 'must be an account id of twelve digits');

const TOO_SHORT = 'must last at least 30 minutes';

const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;

/** By its letters, since the patterns of a JSON schema have no flag for it. */
const inAnyCase = (word: string): string =>
  word.replace(/./g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const weekday = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map(inAnyCase).join('|');
const timeOfWeek = `(?:${weekday}):${time}`;

/** In UTC. Source: RDS API, CreateDBCluster. */
const backupWindow = z
  .string()
  .regex(new RegExp(`^${time}-${time}$`), 'must be a window such as 03:00-03:30')
  .refine(lastsLongEnough, { error: TOO_SHORT });
const maintenanceWindow = z
  .string()
  .regex(
    new RegExp(`^${timeOfWeek}-${timeOfWeek}$`),
    'must be a window such as sun:05:00-sun:05:30',
  )
  .transform((window) => window.toLowerCase())
  .refine(lastsLongEnough, { error: TOO_SHORT });

/** Aurora capacity units, in halves. Source: RDS API, ServerlessV2ScalingConfiguration. */
const capacity = z.number().min(0).max(256).multipleOf(0.5);

/** `YYYY-MM-DD`, a day that exists. */
const day = z.iso.date('must be a date as YYYY-MM-DD');

/** Source: RDS API, Tag. The pipeline adds three of its own to the 50 that a resource may have. */
const inTags = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tags = z
  .record(
    z.string(),
    z.string().max(256).regex(inTags, 'must hold letters, digits, spaces and _.:/=+-@'),
  )
  .superRefine((given, context) => {
    const keys = Object.keys(given);
    if (keys.length > 47) context.addIssue('must be 47 at most');
    for (const key of keys) {
      const refuse = (message: string) =>
        context.addIssue({ code: 'custom', path: [key], message });
      if (/^(?:aws|rds|aurora-restore):/i.test(key))
        refuse('must not begin with aws:, rds: or aurora-restore:');
      if (!key || key.length > 128 || !inTags.test(key))
        refuse('must have 1 to 128 letters, digits, spaces and _.:/=+-@');
    }
  });

/** A time at its end, as EventBridge Scheduler writes it, becomes part of the id: `...-2026-11-28t03-00-00z`. */
export const operationId = z
  .string()
  .regex(
    /^(?:[a-z0-9-]{1,40}|[a-z0-9-]{0,19}-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/,
    'must be lower-case letters, digits and hyphens, at most 40',
  )
  .transform((id) => id.toLowerCase().replaceAll(':', '-'));

/** What a request for a restore may say. Whatever it leaves open comes from the deployment. */
export const restoreRequest = z
  .strictObject({
    operation_id: operationId.optional(),
    snapshot_name: snapshotName.optional(),
    source_cluster_id: identifier.optional(),
    snapshot_date: day.optional(),
    source_region: region.optional(),
    /** The account that the snapshot lies in, where it is not the deployment's own. */
    source_account_id: account.optional(),
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
      .strictObject({ min_capacity: capacity, max_capacity: capacity.min(1) })
      .refine((scaling) => scaling.min_capacity <= scaling.max_capacity, {
        path: ['min_capacity'],
        error: 'must not be more than max_capacity',
      })
      .optional(),
    port: z.int().min(1150).max(65535).optional(),
    kms_key_id: z.string().min(1).max(2048).optional(),
    deletion_protection: z.boolean().optional(),
    /** Days. Source: RDS API, CreateDBCluster. */
    backup_retention_period: z.int().min(1).max(35).optional(),
    preferred_backup_window: backupWindow.optional(),
    preferred_maintenance_window: maintenanceWindow.optional(),
    enable_cloudwatch_logs_exports: z
      .array(z.enum(['audit', 'error', 'general', 'slowquery', 'instance', 'iam-db-auth-error']))
      .optional(),
    enable_iam_database_authentication: z.boolean().optional(),
    copy_tags_to_snapshot: z.boolean().optional(),
    enable_performance_insights: z.boolean().optional(),
    performance_insights_kms_key_id: z.string().min(1).max(2048).optional(),
    /** Days. Source: RDS API, CreateDBInstance: 7, months of 31 days, or 731. */
    performance_insights_retention_period: z
      .int()
      .refine(
        (days) => days === 7 || days === 731 || (days % 31 === 0 && days >= 31 && days < 731),
        {
          error: 'must be 7, a multiple of 31 up to 713, or 731',
        },
      )
      .optional(),
    /**
     * The master password of the restored cluster: the one that the snapshot's source had, a new one
     * that the pipeline sets, or one that RDS makes and keeps.
     */
    credentials: z.enum(['source', 'reset', 'managed']).optional(),
    /** What becomes of database users that came with the snapshot and are not declared. */
    undeclared_users: z.enum(['keep', 'lock', 'drop']).optional(),
    /** Whether the old target is kept as a snapshot before it is deleted. */
    final_snapshot: z.boolean().optional(),
    /** What becomes of a copy that the pipeline made. The source snapshot is never touched. */
    archive: z.enum(['delete', 'keep']).optional(),
    tags: tags.optional(),
    /** What becomes of the request while another operation has the target, or waits for it. */
    when_busy: z.enum(['reject', 'wait']).optional(),
    requested_by: z.string().min(1).max(256).optional(),
    /** Only says whether the restore could be carried out, and what it would do. */
    dry_run: z.boolean().optional(),
  })
  .superRefine(
    (
      {
        snapshot_name,
        source_cluster_id,
        source_region,
        source_account_id,
        snapshot_date,
        target_cluster_id,
      },
      context,
    ) => {
      const refuse = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (snapshot_name === undefined && source_cluster_id === undefined)
        refuse('snapshot_name', 'is needed, or else source_cluster_id');
      if (snapshot_name !== undefined && source_cluster_id !== undefined)
        refuse('source_cluster_id', 'cannot stand beside snapshot_name');
      if (snapshot_date !== undefined && source_cluster_id === undefined)
        refuse('snapshot_date', 'needs source_cluster_id beside it');
      const [, , , arnRegion, arnAccount] =
        typeof snapshot_name === 'string' ? snapshot_name.split(':') : [];
      if (arnRegion && source_region !== undefined && source_region !== arnRegion)
        refuse('source_region', `is not that of the ARN, ${arnRegion}`);
      if (arnAccount && source_account_id !== undefined && source_account_id !== arnAccount)
        refuse('source_account_id', `is not that of the ARN, ${arnAccount}`);
      /** A cluster elsewhere may have the target's name: there the service looks, which knows where it is. */
      const here = source_region === undefined && source_account_id === undefined;
      if (here && source_cluster_id !== undefined && source_cluster_id === target_cluster_id)
        context.addIssue({
          code: 'custom',
          path: ['target_cluster_id'],
          message: 'must not be the source cluster',
          params: { says: 'target is source' },
        });
    },
    /** Also where a field is wrong by itself: people want to hear of everything at once. */
    { when: ({ value }) => typeof value === 'object' && value !== null },
  );

export type RestoreRequest = z.infer<typeof restoreRequest>;

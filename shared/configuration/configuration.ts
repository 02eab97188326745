import * as z from 'zod';
import { stages } from '../../events/index.ts';
import { restoreRequest } from '../../events/restore-request.ts';
import { accountsAreKnown, autoRestores } from './auto-restores.ts';
import { databaseSetup } from './database.ts';
import { notifications } from './notifications.ts';
import { schedules } from './schedules.ts';

const identifier = z
  .string()
  .regex(/^[a-z](?:-?[a-z0-9])*$/, 'must be a cluster identifier in lower case')
  .max(63);

const asked = restoreRequest.shape;

/** What a restored cluster is like where the request does not say so. The same values are allowed. */
const defaults = z
  .strictObject({
    db_instance_class: asked.db_instance_class.unwrap().default('db.r6g.large'),
    instance_count: asked.instance_count.unwrap().default(1),
    final_snapshot: asked.final_snapshot.unwrap().default(true),
    archive: asked.archive.unwrap().default('delete'),
    deletion_protection: asked.deletion_protection.unwrap().default(false),
    db_subnet_group_name: asked.db_subnet_group_name,
    vpc_security_group_ids: asked.vpc_security_group_ids,
    db_parameter_group_name: asked.db_parameter_group_name,
    db_cluster_parameter_group_name: asked.db_cluster_parameter_group_name,
    serverless_v2_scaling: asked.serverless_v2_scaling,
    tags: asked.tags.unwrap().default({}),
    kms_key_id: asked.kms_key_id,
    backup_retention_period: asked.backup_retention_period,
    preferred_backup_window: asked.preferred_backup_window,
    preferred_maintenance_window: asked.preferred_maintenance_window,
    enable_cloudwatch_logs_exports: asked.enable_cloudwatch_logs_exports,
    enable_iam_database_authentication: asked.enable_iam_database_authentication,
    copy_tags_to_snapshot: asked.copy_tags_to_snapshot,
    enable_performance_insights: asked.enable_performance_insights,
    performance_insights_kms_key_id: asked.performance_insights_kms_key_id,
    performance_insights_retention_period: asked.performance_insights_retention_period,
    credentials: asked.credentials.unwrap().default('source'),
    /**
     * By default users are locked unless the snapshot is known to come from this account and
     * environment.
     */
    undeclared_users: asked.undeclared_users,
  })
  .refine(
    ({ db_instance_class, serverless_v2_scaling }) =>
      (db_instance_class === 'db.serverless') === (serverless_v2_scaling !== undefined),
    { path: ['serverless_v2_scaling'], error: 'belongs to db.serverless, and to it alone' },
  )
  .prefault({});

/** A cluster that the pipeline may delete though it does not carry its tag. */
const allowedTarget = z.strictObject({
  cluster_id: identifier,
  /** Which instances may go with it; `*` stands for anything. */
  instance_ids: z.array(z.string().regex(/^[a-z0-9*-]+$/)).optional(),
  /** Whether its deletion protection may be lifted. It is put back at the end. */
  lift_protection: z.boolean().default(false),
});
export type AllowedTarget = z.infer<typeof allowedTarget>;

/** Another account that snapshots come from. */
const sourceAccount = z.strictObject({
  account_id: asked.source_account_id.unwrap(),
  /** What the account's role wants to be told, so that nobody else can be talked into assuming it. */
  external_id: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must be letters, digits and _+=,.@:/-, without spaces'),
  /** Whether the pipeline may share that account's snapshots with its own, for as long as it copies them. */
  share: z.boolean().default(false),
  /**
   * A key of that account, by region, under which the pipeline may copy what cannot be shared as it is:
   * automated snapshots, and those under the account's default key.
   */
  extra_copy_kms_key_ids: z
    .record(asked.source_region.unwrap(), z.string().startsWith('arn:'))
    .default({}),
});
export type SourceAccount = z.infer<typeof sourceAccount>;

/** One deployment's configuration: validated at synth, shipped with every function. */
export const configuration = z.strictObject({
  environment: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/, 'must be short, in lower-case letters, digits and hyphens')
    .default('dev'),
  defaults,
  allowed_targets: z
    .array(allowedTarget)
    .refine(
      (targets) => new Set(targets.map(({ cluster_id }) => cluster_id)).size === targets.length,
      {
        error: 'names a cluster twice',
      },
    )
    .default([]),
  source_accounts: z
    .array(sourceAccount)
    .refine(
      (sources) => new Set(sources.map(({ account_id }) => account_id)).size === sources.length,
      { error: 'names an account twice' },
    )
    .default([]),
  /** Whether a restore goes on where it cannot be known beforehand that RDS may use a key. */
  allow_unproven_keys: z.boolean().default(false),
  /** How many restores may be at work at once; the others wait in order. */
  max_concurrent_restores: z.int().min(1).max(1000).default(10),
  /** The same of copies; left out, only the limits of RDS hold. */
  max_concurrent_copies: z.int().min(1).max(1000).optional(),
  /** How long an operation may wait for its turn. */
  longest_queued_minutes: z
    .int()
    .min(1)
    .default(7 * 24 * 60),
  schedules,
  auto_restores: autoRestores,
  /** Deadlines in minutes, by stage, where they differ from the events' own. */
  deadline_minutes: z.partialRecord(z.enum(stages), z.int().min(1)).default({}),
  database: databaseSetup.prefault({}),
  notifications: notifications.prefault({}),
});

export type Configuration = z.infer<typeof configuration>;

/** Reads a configuration; one error names every field that is wrong. */
export function parseConfiguration(value: unknown, where: string): Configuration {
  const parsed = configuration.superRefine(accountsAreKnown).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${where} is not a valid configuration:\n${z.prettifyError(parsed.error)}`);
}

import * as z from 'zod';
import { stages } from '../../events/index.ts';
import { restoreRequest } from '../../events/restore-request.ts';
import { databaseSetup } from './database.ts';

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
  /** Deadlines in minutes, by stage, where they differ from the events' own. */
  deadline_minutes: z.partialRecord(z.enum(stages), z.int().min(1)).default({}),
  database: databaseSetup.prefault({}),
});

export type Configuration = z.infer<typeof configuration>;

/** Reads a configuration; one error names every field that is wrong. */
export function parseConfiguration(value: unknown, where: string): Configuration {
  const parsed = configuration.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${where} is not a valid configuration:\n${z.prettifyError(parsed.error)}`);
}

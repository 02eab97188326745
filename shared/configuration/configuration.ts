import * as z from 'zod';
import { stages } from '../../events/index.ts';
import { customStatement, databaseUser } from './database.ts';

const identifier = z
  .string()
  .regex(/^[a-z](?:-?[a-z0-9])*$/, 'must be a cluster identifier in lower case')
  .max(63);

/** What a restored cluster is like where neither the request nor the old target says so. */
const defaults = z
  .strictObject({
    db_instance_class: z.string().default('db.r6g.large'),
    instance_count: z.int().min(1).max(16).default(1),
    final_snapshot: z.boolean().default(true),
    archive: z.enum(['delete', 'keep']).default('delete'),
    deletion_protection: z.boolean().default(false),
    db_subnet_group_name: z.string().optional(),
    vpc_security_group_ids: z.array(z.string().startsWith('sg-')).min(1).optional(),
    db_parameter_group_name: z.string().optional(),
    db_cluster_parameter_group_name: z.string().optional(),
    serverless_v2_scaling: z
      .strictObject({ min_capacity: z.number(), max_capacity: z.number() })
      .optional(),
    tags: z.record(z.string(), z.string()).default({}),
  })
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
  allowed_targets: z.array(allowedTarget).default([]),
  /** Deadlines in minutes, by stage, where they differ from the events' own. */
  deadline_minutes: z.partialRecord(z.enum(stages), z.int().min(1)).default({}),
  database: z
    .strictObject({
      /** What the applications use. Users are granted their privileges on these schemas. */
      schemas: z.array(z.string().min(1).max(64)).default([]),
      users: z.array(databaseUser).default([
        { username: 'app_user', host: '%', privileges: 'read_write' },
        { username: 'readonly_user', host: '%', privileges: 'read' },
      ]),
      custom_sql: z.array(customStatement).default([]),
    })
    .prefault({}),
});

export type Configuration = z.infer<typeof configuration>;

/** Reads a configuration; one error names every field that is wrong. */
export function parseConfiguration(value: unknown, where: string): Configuration {
  const parsed = configuration.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${where} is not a valid configuration:\n${z.prettifyError(parsed.error)}`);
}

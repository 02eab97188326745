import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { restoreRequest } from '../events/restore-request.ts';
import { accountsAreKnown } from '../shared/configuration/auto-restores.ts';
import { configuration } from '../shared/configuration/configuration.ts';
import { notifications } from '../shared/configuration/notifications.ts';
import { rulesInCycles } from '../shared/configuration/restore-cycles.ts';
import { type NotificationTemplates, readNotificationTemplates } from './notification-templates.ts';

const { source_account_id: accountId, source_region } = restoreRequest.shape;
const account = accountId.unwrap();
const region = source_region.unwrap();

/** A configuration file: what is shipped with the functions, and what only the deployment needs. */
const deployment = configuration
  .extend({
    stack_name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/)
      .default('AuroraRestore'),
    network: z
      .strictObject({
        vpc_id: z.string().startsWith('vpc-').optional(),
        subnet_ids: z.array(z.string().startsWith('subnet-')).min(1),
        security_group_ids: z.array(z.string().startsWith('sg-')).default([]),
      })
      .optional(),
    log_level: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO'),
    notify: z.array(z.email()).default([]),
    alert: z.array(z.email()).default([]),
    notifications: notifications
      .extend({
        /** A directory, seen from the configuration file: texts in place of the built-in ones. */
        templates: z.string().min(1).optional(),
      })
      .prefault({}),
    /** Where the pipeline itself is: what its source accounts have to know. */
    pipeline: z.strictObject({ account_id: account, region }).optional(),
    /**
     * In which regions each source account has snapshots; its role is in the first one's stack. The
     * pipeline's own account may be one, for its other regions: there it needs no role.
     */
    source_regions: z.record(account, z.array(region).min(1)).default({}),
  })
  .superRefine(accountsAreKnown)
  .superRefine(({ pipeline, source_accounts, source_regions, auto_restores }, context) => {
    const refuse = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const known = [
      ...source_accounts.map(({ account_id }) => account_id),
      ...(pipeline ? [pipeline.account_id] : []),
    ];
    for (const [id, regions] of Object.entries(source_regions)) {
      if (!known.includes(id)) refuse(['source_regions', id], 'is not one of source_accounts');
      if (id === pipeline?.account_id && regions.includes(pipeline.region))
        refuse(['source_regions', id], `holds the pipeline’s own region, ${pipeline.region}`);
    }
    if (pipeline)
      for (const message of rulesInCycles(auto_restores, pipeline))
        refuse(['auto_restores'], message);
    if (Object.keys(source_regions).length > 0 && !pipeline)
      refuse(['pipeline'], 'is needed beside source_regions');
  });

export type Deployment = z.infer<typeof deployment> & {
  readonly templates: NotificationTemplates;
};

const shippedFile = fileURLToPath(new URL('./configuration.json', import.meta.url));

/** `AURORA_RESTORE_CONFIG` names another configuration file than the one beside this. */
export const configuredDeployment = (): Deployment =>
  readDeployment(process.env.AURORA_RESTORE_CONFIG ?? shippedFile);

/** Reads a configuration file. One error names the file and every field that is wrong. */
export function readDeployment(file: string): Deployment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`the configuration file ${file} cannot be read`, { cause });
  }
  const parsed = deployment.safeParse(parseJson(text, file));
  if (parsed.success) return { ...parsed.data, templates: templatesOf(parsed.data, file) };
  throw new Error(`${file} is not a valid configuration:\n${z.prettifyError(parsed.error)}`);
}

const templatesOf = (
  { notifications: { templates } }: z.infer<typeof deployment>,
  file: string,
): NotificationTemplates =>
  templates === undefined ? {} : readNotificationTemplates(resolve(dirname(file), templates));

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

/** The part that the functions are given. */
export const shipped = ({
  stack_name,
  network,
  log_level,
  notify,
  alert,
  pipeline,
  source_regions,
  templates: _,
  notifications: { templates: __, ...notifications },
  ...rest
}: Deployment) => ({ ...rest, notifications });

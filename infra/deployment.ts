import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { restoreRequest } from '../events/restore-request.ts';
import { configuration } from '../shared/configuration/configuration.ts';

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
    /** Where the pipeline itself is: what its source accounts have to know. */
    pipeline: z.strictObject({ account_id: account, region }).optional(),
    /** In which regions each source account has snapshots. Its role is in the first one's stack. */
    source_regions: z.record(account, z.array(region).min(1)).default({}),
  })
  .superRefine(({ pipeline, source_accounts, source_regions }, context) => {
    const refuse = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const known = source_accounts.map(({ account_id }) => account_id);
    for (const id of Object.keys(source_regions))
      if (!known.includes(id)) refuse(['source_regions', id], 'is not one of source_accounts');
    if (Object.keys(source_regions).length > 0 && !pipeline)
      refuse(['pipeline'], 'is needed beside source_regions');
  });

export type Deployment = z.infer<typeof deployment>;

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
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is not a valid configuration:\n${z.prettifyError(parsed.error)}`);
}

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
  ...rest
}: Deployment) => rest;

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { configuration } from '../shared/configuration/configuration.ts';

/** A configuration file: what is shipped with the functions, and what only the deployment needs. */
const deployment = configuration.extend({
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
});

export type Deployment = z.infer<typeof deployment>;

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
export const shipped = ({ stack_name, network, log_level, notify, alert, ...rest }: Deployment) =>
  rest;

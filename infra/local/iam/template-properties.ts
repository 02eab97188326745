import { z } from 'zod';
import { ServiceError, type TemplatePlace } from '../service.ts';
import { type PolicyDocument, PolicyError, parsePolicy } from './policy.ts';

/** A resource's properties, or an error that names each one that is wrong or not implemented. */
export function parseProperties<T>(
  schema: z.ZodType<T>,
  properties: unknown,
  { logicalId }: TemplatePlace,
): T {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new ServiceError('ValidationError', `${logicalId}: ${z.prettifyError(parsed.error)}`);
}

/** A policy that speaks for whoever it is attached to, so it names no principal itself. */
export function parseIdentityPolicy(value: unknown, where: string): PolicyDocument {
  const policy = parsePolicy(value, where);
  if (policy.statements.some(({ principal }) => principal !== undefined))
    throw new PolicyError(`${where}: a policy of a role must not name a Principal`);
  return policy;
}

/** AWS takes no longer name of a role. */
const LONGEST_NAME = 64;

/** The name of what the template does not name. */
export function defaultName({ stackName, logicalId }: TemplatePlace): string {
  return `${stackName}-${logicalId}`.slice(-LONGEST_NAME);
}

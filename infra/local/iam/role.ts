import { createHash } from 'node:crypto';
import { type AccessRequest, evaluate, type PolicyDocument } from './policy.ts';

export interface Role {
  readonly name: string;
  readonly arn: string;
  /** Who may take the role on. */
  readonly trust: PolicyDocument;
  /** How long whoever takes it on may ask to have it, in seconds; an hour unless it says otherwise. */
  readonly maxSessionSeconds?: number | undefined;
}

/** Whether a service may take the role on, under the condition keys that it calls with. */
export function trusts(
  { arn, trust }: Role,
  service: string,
  context: AccessRequest['context'] = {},
): boolean {
  const request = { action: 'sts:AssumeRole', resource: arn, context, principal: { service } };
  return evaluate([trust], request) === 'allow';
}

/** The unique id that AWS gives a role, e.g. `AROA` and 17 letters and digits. */
export function roleId(roleArn: string): string {
  const digest = createHash('sha256').update(roleArn).digest('hex');
  return `AROA${digest.slice(0, 17).toUpperCase()}`;
}

import type { Iam } from '../../iam/iam.ts';
import { trusts } from '../../iam/role.ts';
import type { Principal } from '../../service.ts';
import type { Rule } from '../state/event-bus.ts';
import { noPermission } from './delivery-failure.ts';

/** What is asked of IAM when EventBridge acts as a target's role. */
export type Roles = Pick<Iam, 'allows' | 'context' | 'role'>;

/** Takes on a target's role, which must trust EventBridge as it asks for one rule. */
export function targetRole(iam: Roles, { arn, bus }: Rule, roleArn: string): Principal {
  const { accountId } = bus;
  const role = iam.role(roleArn);
  const context = { 'aws:SourceArn': arn, 'aws:SourceAccount': accountId };
  if (role === undefined || !trusts(role, 'events.amazonaws.com', context))
    throw noPermission(`EventBridge cannot assume ${roleArn}.`);
  return { accountId, arn: roleArn, roleArn };
}

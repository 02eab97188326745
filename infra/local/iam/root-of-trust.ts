import type { Permission, Principal } from '../service.ts';
import type { Iam } from './iam.ts';
import { type Decision, evaluate, type PolicyDocument } from './policy.ts';

/** A resource that nobody reaches without its own policy: a key, a role. */
export interface Guarded {
  readonly policy: PolicyDocument;
  /** The account it belongs to. */
  readonly accountId: string;
}

/**
 * What the resource's policy and the caller's say together. The caller's count where the resource's
 * names the caller's account; where it names the caller, they have no say in its own account, but are
 * needed as well in another one. Any denial outweighs everything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function decideTogether(
  iam: Pick<Iam, 'allows' | 'context'>,
  principal: Principal,
  { policy, accountId }: Guarded,
  { action, resource, context = {} }: Permission,
): Decision {
  const inIam = iam.allows(principal, { action, resource, context });
  const ask = (itself: { itself?: true }) =>
    evaluate([policy], {
      action,
      resource,
      context: { ...iam.context(principal), ...context },
      principal: { aws: principal.arn, ...itself },
    });
  const inPolicy = ask({});
  if (inIam === 'deny' || inPolicy === 'deny') return 'deny';
  if (inPolicy === 'none' || inIam === 'allow') return inPolicy;
  return principal.accountId === accountId ? ask({ itself: true }) : 'none';
}

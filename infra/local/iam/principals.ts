import { z } from 'zod';
import { oneOrMore } from './one-or-more.ts';

/** Who asks, where a resource's own policy is looked at. */
export type RequestPrincipal = { readonly service: string } | { readonly aws: string };

export const principalSchema = z
  .union([
    z.literal('*'),
    z.strictObject({
      AWS: oneOrMore(z.string()).optional(),
      Service: oneOrMore(z.string()).optional(),
      Federated: oneOrMore(z.string()).optional(),
    }),
  ])
  .transform((principal) => (principal === '*' ? { AWS: ['*'] } : principal));

/** `*` means everyone, services too, as queue policies for SNS and EventBridge have always used it. */
export function principalMatches(
  policy: { readonly AWS?: readonly string[]; readonly Service?: readonly string[] },
  principal: RequestPrincipal,
): boolean {
  if (policy.AWS?.includes('*')) return true;
  if ('service' in principal) return policy.Service?.includes(principal.service) ?? false;
  return policy.AWS?.some((name) => isOrOwns(name, principal.aws)) ?? false;
}

/** An account stands for everybody in it, a role for its sessions. */
function isOrOwns(name: string, caller: string): boolean {
  const accountId = caller.split(':')[4];
  if (name === caller || name === accountId || name === `arn:aws:iam::${accountId}:root`)
    return true;
  const role = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(name);
  return role !== null && caller.startsWith(`arn:aws:sts::${role[1]}:assumed-role/${role[2]}/`);
}

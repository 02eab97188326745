import { z } from 'zod';
import { oneOrMore } from './one-or-more.ts';

/** Who asks, where a resource's own policy is looked at. */
export type RequestPrincipal =
  | { readonly service: string }
  | {
      readonly aws: string;
      /** Only a statement that names the caller or everybody is meant, not one that names its account. */
      readonly itself?: true;
    };

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
  return policy.AWS?.some((name) => names(name, principal)) ?? false;
}

/** An account stands for everybody in it, a role for its sessions. */
function names(name: string, { aws: caller, itself }: { aws: string; itself?: true }): boolean {
  if (name === caller) return true;
  const accountId = caller.split(':')[4];
  if (name === accountId || name === `arn:aws:iam::${accountId}:root`) return itself === undefined;
  const role = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(name);
  return role !== null && caller.startsWith(`arn:aws:sts::${role[1]}:assumed-role/${role[2]}/`);
}

import type { ResourceProvider } from '../service.ts';
import type { Iam } from './iam.ts';
import { managedPolicyProvider, policyProvider } from './policy-providers.ts';
import { roleProvider } from './role-provider.ts';

/** What templates may declare of IAM. */
export function iamProviders(iam: Iam): readonly ResourceProvider[] {
  return [roleProvider(iam), policyProvider(iam), managedPolicyProvider(iam)];
}

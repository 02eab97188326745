import type {
  DeleteResourcePolicyRequest,
  GetResourcePolicyRequest,
  PutResourcePolicyRequest,
} from '@aws-sdk/client-secrets-manager';
import type { Call } from '../service.ts';
import { readPolicy } from './resource-policy.ts';
import type { Secrets } from './secrets.ts';

export const policyOperations = (secrets: Secrets) => ({
  GetResourcePolicy({ SecretId }: GetResourcePolicyRequest, call: Call) {
    const { identity, policy } = secrets.get(SecretId, call);
    return { ...identity, ResourcePolicy: policy?.text };
  },

  PutResourcePolicy(input: PutResourcePolicyRequest, call: Call) {
    const { SecretId, ResourcePolicy = '', BlockPublicPolicy = false } = input;
    const secret = secrets.get(SecretId, call);
    secret.policy = readPolicy(ResourcePolicy, BlockPublicPolicy);
    return secret.identity;
  },

  DeleteResourcePolicy({ SecretId }: DeleteResourcePolicyRequest, call: Call) {
    const secret = secrets.get(SecretId, call);
    secret.policy = undefined;
    return secret.identity;
  },
});

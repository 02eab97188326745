import type { GetKeyPolicyRequest, PutKeyPolicyRequest } from '@aws-sdk/client-kms';
import type { Call } from '../service.ts';
import type { Access } from './access.ts';
import type { Around } from './around.ts';
import { malformedPolicy, notFound } from './errors.ts';
import type { Key, KeyPolicy } from './key.ts';
import { readPolicy } from './key-policy.ts';

/** A key has one policy, and that is its name. */
const ONLY = 'default';

export const policyOperations = ({ access }: Around) => ({
  GetKeyPolicy({ KeyId, PolicyName = ONLY }: GetKeyPolicyRequest, call: Call) {
    const key = access.key(KeyId, call, { action: 'GetKeyPolicy' });
    checkName(PolicyName);
    return { Policy: key.policy.text, PolicyName };
  },

  PutKeyPolicy(input: PutKeyPolicyRequest, call: Call) {
    const { KeyId, PolicyName = ONLY, BypassPolicyLockoutSafetyCheck: bypass } = input;
    const key = access.key(KeyId, call, { action: 'PutKeyPolicy' });
    checkName(PolicyName);
    const policy = readPolicy(input.Policy ?? '');
    if (!bypass) refuseLockout(access, key, call, policy);
    key.policy = policy;
    return {};
  },
});

function checkName(name: string): void {
  if (name !== ONLY) throw notFound(`Policy ${name} does not exist`);
}

/** A policy under which nobody could change the policy any more would make the key unmanageable. */
export function refuseLockout(access: Access, key: Key, call: Call, policy: KeyPolicy): void {
  if (!access.allows(key, call, { action: 'PutKeyPolicy' }, policy))
    throw malformedPolicy(
      'The new key policy will not allow you to update the key policy in the future.',
    );
}

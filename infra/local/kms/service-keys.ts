import type { Access, Caller } from './access.ts';
import { type Key, type Place, stateOf } from './key.ts';
import { parseKeyName } from './key-name.ts';
import type { Keys } from './keys.ts';
import { requireEnabled } from './state.ts';

/** Keys as a service of AWS uses them, on behalf of those who call it. */
export interface ServiceKeys {
  /** The ARN of the service's own key in this account and region. */
  own(place: Place): string;
  isOwn(arn: string): boolean;
  /**
   * The ARN of the key that a caller names, if the service may use it on the caller's behalf: it has
   * to be enabled, and the caller allowed to look at it and to do these things, which is to make a
   * grant for the service if nothing is said. Throws KMS's own error if not. No grant is kept.
   */
  use(keyId: string, caller: Caller, actions?: readonly string[]): string;
  /** Whether what was encrypted under the key can be read. */
  enabled(arn: string): boolean;
}

export const serviceKeys = (service: string, keys: Keys, access: Access): ServiceKeys => {
  const find = (arn: string): Key | undefined => {
    const [, , , region = '', accountId = ''] = arn.split(':');
    return keys.find(parseKeyName(arn, { region, accountId }));
  };
  return {
    own: (place) => keys.get(parseKeyName(`alias/aws/${service}`, place)).arn,
    isOwn: (arn) => find(arn)?.manager === 'AWS',
    use(keyId, caller, actions = ['CreateGrant']) {
      const key = access.key(keyId, caller, { action: 'DescribeKey', via: service });
      for (const action of actions)
        access.key(keyId, caller, {
          action,
          via: service,
          ...(action === 'CreateGrant' && { context: { 'kms:GrantIsForAWSResource': 'true' } }),
        });
      return requireEnabled(key).arn;
    },
    enabled(arn) {
      const key = find(arn);
      return key !== undefined && stateOf(key) === 'Enabled';
    },
  };
};

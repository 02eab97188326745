import type {
  CancelKeyDeletionRequest,
  CreateKeyRequest,
  DescribeKeyRequest,
  DisableKeyRequest,
  EnableKeyRequest,
  ListKeysRequest,
  ScheduleKeyDeletionRequest,
} from '@aws-sdk/client-kms';
import type { Call } from '../service.ts';
import type { Around } from './around.ts';
import { invalid, invalidState, unsupported } from './errors.ts';
import { type Key, metadataOf, stateOf } from './key.ts';
import { defaultPolicy, readPolicy } from './key-policy.ts';
import { page } from './page.ts';
import { refuseLockout } from './policy-operations.ts';
import { requireKept } from './state.ts';
import { readTags } from './tags.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_WINDOW = 30;
const SHORTEST_WINDOW = 7;

export const keyOperations = ({ keys, access, clock }: Around) => ({
  CreateKey(input: CreateKeyRequest, call: Call) {
    refuseOtherKinds(input);
    const policy = input.Policy === undefined ? defaultPolicy(call) : readPolicy(input.Policy);
    const tags = readTags(input.Tags);
    const key = keys.create(call, { policy, tags, description: input.Description ?? '' });
    try {
      if (!input.BypassPolicyLockoutSafetyCheck) refuseLockout(access, key, call, policy);
    } catch (error) {
      keys.remove(key);
      throw error;
    }
    return { KeyMetadata: metadataOf(key) };
  },

  DescribeKey({ KeyId }: DescribeKeyRequest, call: Call) {
    return { KeyMetadata: metadataOf(access.key(KeyId, call, { action: 'DescribeKey' })) };
  },

  ListKeys(input: ListKeysRequest, call: Call) {
    const { members, rest } = page(keys.all(call), input);
    return { Keys: members.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...rest };
  },

  EnableKey({ KeyId }: EnableKeyRequest, call: Call) {
    requireKept(access.key(KeyId, call, { action: 'EnableKey' })).enabled = true;
    return {};
  },

  DisableKey({ KeyId }: DisableKeyRequest, call: Call) {
    requireKept(access.key(KeyId, call, { action: 'DisableKey' })).enabled = false;
    return {};
  },

  ScheduleKeyDeletion(input: ScheduleKeyDeletionRequest, call: Call) {
    const { KeyId, PendingWindowInDays: days = LONGEST_WINDOW } = input;
    const context = { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(days) };
    const key = access.key(KeyId, call, { action: 'ScheduleKeyDeletion', context });
    requireKept(key);
    if (days < SHORTEST_WINDOW || days > LONGEST_WINDOW)
      throw invalid(`PendingWindowInDays must be between ${SHORTEST_WINDOW} and ${LONGEST_WINDOW}`);
    key.deletionDate = new Date(clock.date().getTime() + days * DAY_MS);
    return {
      KeyId: key.arn,
      DeletionDate: key.deletionDate,
      KeyState: stateOf(key),
      PendingWindowInDays: days,
    };
  },

  /** The key is not enabled by it. */
  CancelKeyDeletion({ KeyId }: CancelKeyDeletionRequest, call: Call) {
    const key: Key = access.key(KeyId, call, { action: 'CancelKeyDeletion' });
    if (!key.deletionDate) throw invalidState(`${key.arn} is not pending deletion.`);
    key.deletionDate = undefined;
    key.enabled = false;
    return { KeyId: key.arn };
  },
});

function refuseOtherKinds(input: CreateKeyRequest): void {
  const { KeySpec, CustomerMasterKeySpec, KeyUsage, Origin, MultiRegion } = input;
  if (MultiRegion) throw unsupported('multi-Region keys');
  for (const spec of [KeySpec, CustomerMasterKeySpec])
    if (spec !== undefined && spec !== 'SYMMETRIC_DEFAULT') throw unsupported(`keys of ${spec}`);
  if (KeyUsage !== undefined && KeyUsage !== 'ENCRYPT_DECRYPT')
    throw unsupported(`keys for ${KeyUsage}`);
  if (Origin !== undefined && Origin !== 'AWS_KMS') throw unsupported(`keys of origin ${Origin}`);
  if (input.CustomKeyStoreId !== undefined || input.XksKeyId !== undefined)
    throw unsupported('custom key stores');
}

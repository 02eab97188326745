import { disabled, invalidState } from './errors.ts';
import { type Key, stateOf } from './key.ts';

/** Which states KMS refuses: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export function requireEnabled(key: Key): Key {
  if (stateOf(requireKept(key)) === 'Disabled') throw disabled(key.arn);
  return key;
}

export function requireKept(key: Key): Key {
  if (stateOf(key) === 'PendingDeletion') throw invalidState(`${key.arn} is pending deletion.`);
  return key;
}

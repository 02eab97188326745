import type { Tag } from '@aws-sdk/client-kms';
import type { Call, Permission } from '../service.ts';
import { arnOf } from './key-name.ts';

interface About {
  readonly AliasName?: string | undefined;
  readonly KeyId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/**
 * What a call needs of IAM alone. What it asks of a key is decided where the key's policy and grants
 * are known. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export function permissionsOf(input: About, call: Call): readonly Permission[] {
  const action = `kms:${call.operation}`;
  switch (call.operation) {
    case 'CreateKey': {
      const context = requestTags(input.Tags);
      const tagging = { action: 'kms:TagResource', resource: arnOf(call, 'key/*'), context };
      return [{ action, resource: '*', context }, ...(input.Tags?.length ? [tagging] : [])];
    }
    case 'ListKeys':
      return [{ action, resource: '*' }];
    case 'ListAliases':
      return input.KeyId ? [] : [{ action, resource: '*' }];
    case 'CreateAlias':
    case 'UpdateAlias':
    case 'DeleteAlias':
      return [{ action, resource: arnOf(call, input.AliasName ?? '') }];
    default:
      return [];
  }
}

/** The condition keys that tell of tags in the request. */
export function requestTags(tags: readonly Tag[] = []): Record<string, string | string[]> {
  if (tags.length === 0) return {};
  const told = tags.map(({ TagKey = '', TagValue = '' }) => [`aws:RequestTag/${TagKey}`, TagValue]);
  return { ...Object.fromEntries(told), 'aws:TagKeys': tags.map(({ TagKey = '' }) => TagKey) };
}

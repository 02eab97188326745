import type {
  ListResourceTagsRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-kms';
import type { Call } from '../service.ts';
import type { Around } from './around.ts';
import { page } from './page.ts';
import { requestTags } from './permissions.ts';
import { requireKept } from './state.ts';
import { readTags, tagList } from './tags.ts';

export const tagOperations = ({ access }: Around) => ({
  TagResource({ KeyId, Tags }: TagResourceRequest, call: Call) {
    const context = requestTags(Tags);
    const key = requireKept(access.key(KeyId, call, { action: 'TagResource', context }));
    for (const [name, value] of readTags(Tags)) key.tags.set(name, value);
    return {};
  },

  UntagResource({ KeyId, TagKeys = [] }: UntagResourceRequest, call: Call) {
    const context = { 'aws:TagKeys': TagKeys };
    const key = requireKept(access.key(KeyId, call, { action: 'UntagResource', context }));
    for (const name of TagKeys) key.tags.delete(name);
    return {};
  },

  ListResourceTags({ KeyId, ...paging }: ListResourceTagsRequest, call: Call) {
    const { tags } = access.key(KeyId, call, { action: 'ListResourceTags' });
    const { members, rest } = page(tagList(tags), paging);
    return { Tags: members, ...rest };
  },
});

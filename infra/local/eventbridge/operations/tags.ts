import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import { busArn, type Place, parseArn } from '../arn.ts';
import { checked } from '../checked.ts';
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Store } from '../state/store.ts';
import { tagContext, tagMap, tagsSchema } from '../tags.ts';
import type { Operation, Operations } from './operation.ts';

export function tagOperations({ store }: Core): Operations {
  const TagResource: Operation<TagResourceRequest> = {
    permissions: ({ ResourceARN = '', Tags }) => [
      { action: 'events:TagResource', resource: ResourceARN, context: tagContext(Tags) },
    ],
    run: ({ ResourceARN, Tags }, call) => {
      const tags = tagsOf(store, call, ResourceARN);
      for (const [key, value] of tagMap(checked(tagsSchema, Tags, 'Tags'))) tags.set(key, value);
      return {};
    },
  };

  const UntagResource: Operation<UntagResourceRequest> = {
    permissions: ({ ResourceARN = '', TagKeys = [] }) => [
      {
        action: 'events:UntagResource',
        resource: ResourceARN,
        context: { 'aws:TagKeys': TagKeys },
      },
    ],
    run: ({ ResourceARN, TagKeys = [] }, call) => {
      const tags = tagsOf(store, call, ResourceARN);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
  };

  const ListTagsForResource: Operation<ListTagsForResourceRequest> = {
    permissions: ({ ResourceARN = '' }) => [
      { action: 'events:ListTagsForResource', resource: ResourceARN },
    ],
    run: ({ ResourceARN }, call): ListTagsForResourceResponse => {
      const tags = tagsOf(store, call, ResourceARN);
      return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };

  return { TagResource, UntagResource, ListTagsForResource };
}

/** Of a bus or a rule. */
function tagsOf(store: Store, place: Place, resource = ''): Map<string, string> {
  const arn = parseArn(resource);
  const [type, ...names] = arn?.resource.split('/') ?? [];
  const name = names.pop();
  if (arn === undefined || name === undefined) {
    throw invalidParameter('ResourceARN', `${resource} is no ARN of a rule or an event bus.`);
  }
  if (type === 'event-bus') return store.bus(place, resource).tags;
  if (type === 'rule') return store.rule(place, busArn(arn, names[0] ?? 'default'), name).tags;
  throw invalidParameter('ResourceARN', `${resource} is no ARN of a rule or an event bus.`);
}

import type {
  AddTagsToResourceCommandInput,
  ListTagsForResourceCommandInput,
  RemoveTagsFromResourceCommandInput,
} from '@aws-sdk/client-rds';
import type { Call, Permission } from '../../service.ts';
import { clusterNotFound, instanceNotFound, invalidValue, snapshotNotFound } from '../errors.ts';
import { required } from '../input.ts';
import { parseArn, samePlace } from '../naming/arn.ts';
import type { Operation } from '../operation.ts';
import { tagsOf } from '../permissions/existing.ts';
import { needs, requestTags } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import { readTags, tagList } from './tags.ts';

export const addTagsToResource = (rds: Rds): Operation<AddTagsToResourceCommandInput> => ({
  permissions: (input, call) =>
    onResource(rds, call, input.ResourceName, {
      ...requestTags(input.Tags),
      'rds:TagsFromRequest': 'true',
    }),
  run: (input, call) => {
    const tags = tagsAt(rds, required(input, 'ResourceName'), call);
    const added = readTags(required(input, 'Tags'));
    if (new Set([...tags.keys(), ...added.keys()]).size > 50)
      throw invalidValue('A resource can have 50 tags at most.');
    for (const [key, value] of added) tags.set(key, value);
    return undefined;
  },
});

export const removeTagsFromResource = (
  rds: Rds,
): Operation<RemoveTagsFromResourceCommandInput> => ({
  permissions: (input, call) =>
    onResource(rds, call, input.ResourceName, { 'aws:TagKeys': input.TagKeys ?? [] }),
  run: (input, call) => {
    const tags = tagsAt(rds, required(input, 'ResourceName'), call);
    for (const key of required(input, 'TagKeys')) tags.delete(key);
    return undefined;
  },
});

export const listTagsForResource = (rds: Rds): Operation<ListTagsForResourceCommandInput> => ({
  permissions: (input, call) => onResource(rds, call, input.ResourceName),
  run: (input, call) => ({
    TagList: tagList(tagsAt(rds, required(input, 'ResourceName'), call)),
  }),
});

const tagsAt = (rds: Rds, arn: string, call: Call): Map<string, string> => {
  const at = parseArn(arn);
  const tags = at && samePlace(at.place, call) && tagsOf(rds.regions.at(call), at.kind, at.name);
  if (tags) return tags;
  if (at?.kind === 'cluster') throw clusterNotFound(at.name);
  if (at?.kind === 'cluster-snapshot') throw snapshotNotFound(at.name);
  if (at?.kind === 'db') throw instanceNotFound(at.name);
  throw invalidValue(`The specified resource name does not match an RDS resource: ${arn}`);
};

const onResource = (
  rds: Rds,
  call: Call,
  arn = '',
  context: Record<string, string | readonly string[]> = {},
): Permission[] => {
  const at = parseArn(arn);
  return needs(rds, call, at ? [[at.kind, arn]] : [], { context });
};

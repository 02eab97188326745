import type { Tag } from '@aws-sdk/client-rds';
import type { Call, Permission } from '../../service.ts';
import { arnOf, type ResourceKind } from '../naming/arn.ts';
import type { Rds } from '../rds.ts';
import { existing } from './existing.ts';

/** A resource that a call touches, by name or ARN; without a name, any of that kind. */
export type Touched = readonly [
  kind: ResourceKind,
  name: string | undefined,
  /** Condition keys that something new has of the request. */
  conditions?: Readonly<Record<string, string>>,
];

interface Asked {
  /** Tags in the request. */
  readonly tags?: readonly Tag[] | undefined;
  /** Further condition keys that the action has. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** The call's own action on every resource it touches, or on `*` where the action has none. */
export const needs = (
  rds: Rds,
  call: Call,
  touched: readonly Touched[],
  { tags, context }: Asked = {},
): Permission[] => {
  const action = `rds:${call.operation}`;
  const asked = { ...requestTags(tags), ...context };
  if (touched.length === 0) return [{ action, resource: '*', context: asked }];
  return touched.map(([kind, name, given]) => {
    if (!name) return { action, resource: arnOf(call, kind, '*'), context: { ...given, ...asked } };
    const { arn, conditions } = existing(rds.regions, kind, name, call);
    return { action, resource: arn, context: { ...conditions, ...given, ...asked } };
  });
};

/** What creating something with tags needs beside its own action. */
export const tagging = (
  rds: Rds,
  call: Call,
  kind: ResourceKind,
  name: string | undefined,
  tags: readonly Tag[] | undefined,
): Permission[] => {
  if (!tags?.length || !name) return [];
  const { arn } = existing(rds.regions, kind, name, call);
  const context = { ...requestTags(tags), 'rds:TagsFromRequest': 'true' };
  return [{ action: 'rds:AddTagsToResource', resource: arn, context }];
};

export const requestTags = (
  tags: readonly Tag[] | undefined,
): Record<string, string | readonly string[]> => {
  if (!tags?.length) return {};
  const context: Record<string, string | readonly string[]> = {
    'aws:TagKeys': tags.map(({ Key = '' }) => Key),
  };
  for (const { Key = '', Value = '' } of tags) {
    context[`aws:RequestTag/${Key}`] = Value;
    context[`rds:req-tag/${Key}`] = Value;
  }
  return context;
};

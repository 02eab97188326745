import type { Filter } from '@aws-sdk/client-ec2';
import { compilePattern } from '../iam/pattern.ts';
import { invalidValue } from './errors.ts';

/** By filter name, the values of an item that it compares with; any one of them may match. */
export type FilterValues<Item> = Readonly<Record<string, (item: Item) => readonly string[]>>;

interface Tagged {
  readonly tags: ReadonlyMap<string, string>;
}

/** What passes every filter. Values may have wildcards; a filter that is not known is an error. */
export function filtered<Item extends Tagged>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  known: FilterValues<Item>,
): Item[] {
  return (filters ?? []).reduce<Item[]>(
    (left, { Name = '', Values = [] }) => {
      const valuesOf = Object.hasOwn(known, Name) ? known[Name] : tagValues(Name);
      if (!valuesOf) throw invalidValue(`The filter '${Name}' is invalid`);
      const matchers = Values.map((value) => compilePattern(value, { wildcards: true }));
      return left.filter((item) =>
        valuesOf(item).some((value) => matchers.some((matches) => matches(value, new Map()))),
      );
    },
    [...items],
  );
}

function tagValues(filter: string): ((item: Tagged) => readonly string[]) | undefined {
  if (filter === 'tag-key') return ({ tags }) => [...tags.keys()];
  const [, key] = /^tag:(.+)$/.exec(filter) ?? [];
  if (key === undefined) return undefined;
  return ({ tags }) => {
    const value = tags.get(key);
    return value === undefined ? [] : [value];
  };
}

interface Paging {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of what is listed, and the token of the next. All, unless a number is asked for. */
export function page<Item>(items: readonly Item[], { MaxResults, NextToken = '0' }: Paging) {
  if (MaxResults !== undefined && (MaxResults < 5 || MaxResults > 1000))
    throw invalidValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  const start = Number(NextToken);
  if (!Number.isSafeInteger(start) || start < 0 || start > items.length)
    throw invalidValue('The token is invalid.');
  const end = start + (MaxResults ?? items.length);
  return {
    items: items.slice(start, end),
    NextToken: end < items.length ? String(end) : undefined,
  };
}

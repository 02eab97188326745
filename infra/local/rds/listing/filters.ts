import type { Filter } from '@aws-sdk/client-rds';
import { invalidValue } from '../errors.ts';

/** By filter name, the values of an item that it compares with; any one of them may match. */
export type FilterValues<Item> = Readonly<Record<string, (item: Item) => readonly string[]>>;

/** What passes every filter. An unknown filter is an error, as on AWS. */
export const filtered = <Item>(
  items: Iterable<Item>,
  filters: readonly Filter[] | undefined,
  known: FilterValues<Item>,
): Item[] => {
  let left = [...items];
  for (const { Name = '', Values } of filters ?? []) {
    const valuesOf = Object.hasOwn(known, Name) ? known[Name] : undefined;
    if (!valuesOf) throw invalidValue(`Unrecognized filter name: ${Name}`);
    if (!Values?.length)
      throw invalidValue(`The parameter Filter.Value must be provided for the filter ${Name}.`);
    const wanted = new Set(Values.map((value) => value.toLowerCase()));
    left = left.filter((item) => valuesOf(item).some((value) => wanted.has(value.toLowerCase())));
  }
  return left;
};

import { invalidValue } from '../errors.ts';

interface Asked {
  readonly Marker?: string | undefined;
  readonly MaxRecords?: number | undefined;
}

/**
 * One page of what is listed, in the order of the keys. The marker names the last key of the page
 * before, so that what comes and goes in between neither repeats nor hides anything else.
 */
export const page = <Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker, MaxRecords = 100 }: Asked,
): { readonly items: Item[]; readonly Marker: string | undefined } => {
  if (MaxRecords < 20 || MaxRecords > 100)
    throw invalidValue(`Invalid value ${MaxRecords} for MaxRecords. Must be between 20 and 100`);
  const after = Marker ? readMarker(Marker) : '';
  const rest = all
    .filter((item) => keyOf(item) > after)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const items = rest.slice(0, MaxRecords);
  const last = items.at(-1);
  const more = rest.length > items.length && last !== undefined;
  return { items, Marker: more ? writeMarker(keyOf(last)) : undefined };
};

const PREFIX = 'after ';
const writeMarker = (key: string): string => Buffer.from(PREFIX + key).toString('base64');
const readMarker = (marker: string): string => {
  const text = Buffer.from(marker, 'base64').toString();
  if (!text.startsWith(PREFIX)) throw invalidValue('The request contains an invalid marker.');
  return text.slice(PREFIX.length);
};

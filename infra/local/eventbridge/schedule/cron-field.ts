export class InvalidCron extends Error {}

/** The values that one field of a cron expression may take. */
export interface FieldRange {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names for the values from `least` on. */
  readonly names?: readonly string[];
}

/** The values of a field made of `*`, values, names, ranges (which may wrap), steps, and lists of these. */
export function parseField(text: string, range: FieldRange): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((part) => parsePart(part, range)));
}

function parsePart(part: string, range: FieldRange): number[] {
  const [, first = '', last, step = '1'] =
    /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? fail(part, range);
  if (Number(step) < 1 || (first === '*' && last !== undefined)) fail(part, range);
  const from = first === '*' ? range.least : parseValue(first, range, part);
  const open = first === '*' || part.includes('/');
  const to = last !== undefined ? parseValue(last, range, part) : open ? range.most : from;
  const size = range.most - range.least + 1;
  const length = ((to - from + size) % size) + 1;
  const values = [];
  for (let offset = 0; offset < length; offset += Number(step)) {
    values.push(range.least + ((from - range.least + offset) % size));
  }
  return values;
}

/** `whole` is what an error names. */
export function parseValue(text: string, range: FieldRange, whole = text): number {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named !== -1) return range.least + named;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= range.least && value <= range.most)) fail(whole, range);
  return value;
}

function fail(part: string, range: FieldRange): never {
  throw new InvalidCron(`${range.name} cannot be ${part}`);
}

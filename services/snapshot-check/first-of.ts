import { type Origin, origins } from '../../shared/operation/settings.ts';

/** What each origin has to say; `rds` says nothing: it decides what nobody else does. */
export type Sources<Settings> = Readonly<
  Partial<Record<Exclude<Origin, 'rds'>, Readonly<Partial<Settings>>>>
>;

/** Of each field, the value of the first origin that has one. */
export function firstOf<Settings extends object>(
  fields: readonly (keyof Settings & string)[],
  sources: Sources<Settings>,
): { chosen: Partial<Settings>; from: Record<string, Origin> } {
  const chosen: Partial<Settings> = {};
  const from: Record<string, Origin> = {};
  for (const field of fields) {
    const origin = origins.find((one) => one !== 'rds' && sources[one]?.[field] !== undefined);
    from[field] = origin ?? 'rds';
    if (origin && origin !== 'rds') chosen[field] = sources[origin]?.[field];
  }
  return { chosen, from };
}

type Tags = Readonly<Record<string, string>>;

/** Tags come together from all origins, each by its key; one that is nearer to the request wins. */
export function tagsFrom(sources: Readonly<Partial<Record<Origin, Tags | undefined>>>): {
  tags: Record<string, string>;
  from: Record<string, Origin>;
} {
  const near = origins.filter((origin) => sources[origin]).toReversed();
  return {
    tags: Object.assign({}, ...near.map((origin) => sources[origin])),
    from: Object.fromEntries(
      near.flatMap((origin) =>
        Object.keys(sources[origin] ?? {}).map((key) => [`tags.${key}`, origin] as const),
      ),
    ),
  };
}

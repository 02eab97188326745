import type { AttributeValue } from './attribute-value.ts';
import { type Expression, holds, type Path, type ValueAt } from './condition.ts';

/** What dynalite leaves in a request once it has parsed its expressions. */
export interface Parsed {
  readonly _condition?: { expression: object };
  readonly _filter?: { expression: object };
  readonly _updates?: { sections: Section[] };
}

interface Section {
  readonly type: 'set' | 'remove' | 'add' | 'delete';
  readonly path: Path;
  readonly val?: unknown;
}

/** Makes dynalite carry out expressions as DynamoDB does, by what it is given to carry out. */
export function correct(parsed: Parsed): void {
  for (const part of [parsed._condition, parsed._filter])
    if (part) part.expression = answered(part.expression as Expression);
  if (parsed._updates) parsed._updates.sections = ordered(parsed._updates.sections);
}

/**
 * Dynalite evaluates an expression by asking its arguments for their values. These answer with a
 * value if the whole of the original holds and with none if it does not.
 */
function answered(expression: Expression): object {
  const map = (resolve: ValueAt): readonly (AttributeValue | undefined)[] => [
    holds(expression, resolve) ? { BOOL: true } : undefined,
  ];
  return { type: 'function', name: 'attribute_exists', args: { map } };
}

/**
 * Removals come last, the deepest and hindmost first, so that every index means what it did before the
 * update. Dynalite takes sections in the order in which they are written.
 */
function ordered(sections: readonly Section[]): Section[] {
  const removals = sections.filter(({ type }) => type === 'remove');
  const others = sections.filter(({ type }) => type !== 'remove');
  removals.sort((a, b) => b.path.length - a.path.length || index(b.path) - index(a.path));
  return [...others.map(copied), ...removals];
}

function index(path: Path): number {
  const last = path.at(-1);
  return typeof last === 'number' ? last : -1;
}

/** Dynalite sets the very value it found, so that one set into itself would contain itself. */
function copied(section: Section): Section {
  let value = section.val;
  return Object.defineProperty({ ...section }, 'val', {
    get: () => value,
    set: (resolved: unknown) => {
      value = structuredClone(resolved);
    },
  });
}

/** What a pattern can be compared with. */
export type Leaf = string | number | boolean | null;

export type Test = (value: Leaf) => boolean;

/** Which element of each array a value lies in. */
export type Elements = ReadonlyMap<readonly unknown[], number>;

export interface FoundLeaf {
  readonly value: Leaf;
  readonly elements: Elements;
}

/**
 * Every value that a path leads to. Arrays on the way are looked into; a dot in the path may stand
 * for a step or be part of a key, as in Event Ruler.
 */
export function* leavesAt(
  node: unknown,
  path: string | undefined,
  elements: Elements = new Map(),
): Generator<FoundLeaf> {
  if (Array.isArray(node)) {
    for (const [index, element] of node.entries()) {
      const nested = typeof element === 'object' && element !== null;
      yield* leavesAt(element, path, nested ? new Map(elements).set(node, index) : elements);
    }
  } else if (typeof node === 'object' && node !== null) {
    if (path === undefined) return;
    for (const [key, rest] of splits(path)) {
      const value = Object.getOwnPropertyDescriptor(node, key)?.value;
      if (value !== undefined) yield* leavesAt(value, rest, elements);
    }
  } else if (path === undefined && isLeaf(node)) {
    yield { value: node, elements };
  }
}

/** Both, where they agree on the elements they share; `chosen` itself where `found` adds none. */
export function together(chosen: Elements, found: Elements): Elements | undefined {
  let both: Map<readonly unknown[], number> | undefined;
  for (const [array, index] of found) {
    const before = chosen.get(array);
    if (before === index) continue;
    if (before !== undefined) return undefined;
    both = (both ?? new Map(chosen)).set(array, index);
  }
  return both ?? chosen;
}

/** `a.b.c` as `a` + `b.c`, `a.b` + `c` and `a.b.c` + nothing. */
function* splits(path: string): Generator<[key: string, rest: string | undefined]> {
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    yield [path.slice(0, dot), path.slice(dot + 1)];
  }
  yield [path, undefined];
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

import { ServiceError } from '../../service.ts';
import { memberPath, problems } from './input-problems.ts';
import type { Member, Shape } from './shape.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * Reads an operation's input from the parameters of a Query request, e.g.
 * `Filters.Filter.1.Values.Value.1=x`.
 */
export function decodeQuery(shape: Shape, parameters: Iterable<readonly [string, string]>): object {
  const root: Node = { children: new Map() };
  for (const [name, value] of parameters) nodeAt(root, name).value = value;
  return structure(shape.kind === 'structure' ? shape.members : new Map(), root, '');
}

/** Parameters by the parts of their dotted names. */
interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

function nodeAt(root: Node, name: string): Node {
  return name.split('.').reduce((node, part) => {
    const child = node.children.get(part) ?? { children: new Map() };
    node.children.set(part, child);
    return child;
  }, root);
}

function structure(members: ReadonlyMap<string, Member>, node: Node, at: string): object {
  const rest = new Map(node.children);
  const input: [string, unknown][] = [];
  for (const { name, xmlName, required, flattened, shape } of members.values()) {
    const path = memberPath(at, name);
    const child = rest.get(xmlName);
    rest.delete(xmlName);
    if (child !== undefined) input.push([name, decode(shape, child, path, flattened)]);
    else if (required) throw invalid(path, problems.missing);
  }
  for (const name of rest.keys()) throw invalid(memberPath(at, name), problems.unknown);
  return Object.fromEntries(input);
}

function decode(shape: Shape, node: Node, at: string, flattened = false): unknown {
  switch (shape.kind) {
    case 'structure':
      return structure(shape.members, node, at);
    case 'list':
      return numbered(node, flattened ? undefined : [shape.itemName, 'member'], at).map(
        (item, index) => decode(shape.item, item, `${at}[${index}]`),
      );
    case 'map':
      return Object.fromEntries(
        numbered(node, flattened ? undefined : ['entry'], at).map((entry, index) => {
          const key = entry.children.get(shape.keyName)?.value;
          const value = entry.children.get(shape.valueName);
          if (key === undefined || value === undefined)
            throw invalid(`${at}[${index}]`, `needs ${shape.keyName} and ${shape.valueName}`);
          return [key, decode(shape.value, value, memberPath(at, key))];
        }),
      );
    default:
      if (node.value === undefined || node.children.size > 0)
        throw invalid(at, problems.notA(shape.kind));
      return scalar(shape, node.value, at);
  }
}

/** The nodes `<name>.1`, `<name>.2` ... in their order, or `1`, `2` ... in a flattened one. */
function numbered(node: Node, names: readonly string[] | undefined, at: string): readonly Node[] {
  // An empty list is sent as an empty value under its own name.
  if (node.children.size === 0 && node.value === '') return [];
  const [name = '', ...others] = names === undefined ? [] : node.children.keys();
  const parent = names === undefined ? node : node.children.get(name);
  const items = [...(parent?.children ?? [])];
  const fits = names === undefined || (names.includes(name) && others.length === 0);
  if (!fits || node.value !== undefined || items.some(([index]) => !/^\d+$/.test(index)))
    throw invalid(at, `does not follow the form ${names?.[0] ?? ''}.N`);
  return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

function scalar(shape: Shape, text: string, at: string): unknown {
  if (shape.kind === 'string') return text;
  if (shape.kind === 'blob') return Uint8Array.from(Buffer.from(text, 'base64'));
  if (shape.kind === 'boolean' && /^(true|false)$/i.test(text))
    return text.toLowerCase() === 'true';
  if (shape.kind === 'number' && text.trim() !== '' && !Number.isNaN(Number(text)))
    return Number(text);
  const date = shape.kind === 'timestamp' ? parseTimestamp(text) : undefined;
  if (date === undefined) throw invalid(at, problems.notA(shape.kind));
  return date;
}

function invalid(at: string, problem: string): ServiceError {
  return new ServiceError('ValidationError', `Value at '${at}' ${problem}`);
}

import { memberPath } from './input-problems.ts';
import { outputEntries, outputItems, outputMembers, outputScalar } from './output-value.ts';
import type { Member, Shape } from './shape.ts';

/** The XML inside the element that stands for a value. */
export function encodeXml(shape: Shape, value: unknown, at = ''): string {
  switch (shape.kind) {
    case 'unit':
      return '';
    case 'structure':
      return outputMembers(shape.members, value, at)
        .map((item) => encodeMember(item.member, item.value, item.at))
        .join('');
    case 'list':
      return items(shape, value, at, shape.itemName);
    case 'map':
      return entries(shape, value, at, 'entry');
    default:
      return escapeXml(String(outputScalar(shape, value, at, 'date-time')));
  }
}

/** A flattened list or map repeats the member's element instead of having one around its items. */
function encodeMember({ xmlName, flattened, shape }: Member, value: unknown, at: string): string {
  if (flattened && shape.kind === 'list') return items(shape, value, at, xmlName);
  if (flattened && shape.kind === 'map') return entries(shape, value, at, xmlName);
  return element(xmlName, encodeXml(shape, value, at));
}

function items(shape: Shape & { kind: 'list' }, value: unknown, at: string, name: string): string {
  return outputItems(value, at)
    .map((item, index) => element(name, encodeXml(shape.item, item, `${at}[${index}]`)))
    .join('');
}

function entries(shape: Shape & { kind: 'map' }, value: unknown, at: string, name: string): string {
  return outputEntries(value, at)
    .map(([key, item]) => {
      const content = encodeXml(shape.value, item, memberPath(at, key));
      return element(
        name,
        element(shape.keyName, escapeXml(key)) + element(shape.valueName, content),
      );
    })
    .join('');
}

/** `content` is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** A carriage return would be read as a line feed. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

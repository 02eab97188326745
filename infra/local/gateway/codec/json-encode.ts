import { memberPath } from './input-problems.ts';
import { outputEntries, outputItems, outputMembers, outputScalar } from './output-value.ts';
import type { Shape } from './shape.ts';

/** Makes what `JSON.stringify` takes of a value. */
export function encodeJson(shape: Shape, value: unknown, at = ''): unknown {
  switch (shape.kind) {
    case 'unit':
      return {};
    case 'structure':
      return Object.fromEntries(
        outputMembers(shape.members, value, at).map((item) => [
          item.member.name,
          encodeJson(item.member.shape, item.value, item.at),
        ]),
      );
    case 'list':
      return outputItems(value, at).map((item, index) =>
        encodeJson(shape.item, item, `${at}[${index}]`),
      );
    case 'map':
      return Object.fromEntries(
        outputEntries(value, at).map(([key, item]) => [
          key,
          encodeJson(shape.value, item, memberPath(at, key)),
        ]),
      );
    default:
      return outputScalar(shape, value, at, 'seconds');
  }
}

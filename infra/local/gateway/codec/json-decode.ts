import { ServiceError } from '../../service.ts';
import { memberPath, problems } from './input-problems.ts';
import type { Member, Shape } from './shape.ts';
import { parseTimestamp } from './timestamp.ts';

/** Reads an operation's input from parsed JSON. `null` is the same as nothing. */
export function decodeJson(shape: Shape, value: object): object {
  return shape.kind === 'structure' ? structure(shape.members, value, '') : {};
}

function decode(shape: Shape, value: unknown, at: string): unknown {
  switch (shape.kind) {
    case 'structure':
      return structure(shape.members, objectAt(value, at), at);
    case 'list':
      if (!Array.isArray(value)) throw invalid(at, problems.notA('list'));
      return value.map((item, index) => decode(shape.item, item, `${at}[${index}]`));
    case 'map':
      return Object.fromEntries(
        present(objectAt(value, at)).map(([key, item]) => [
          key,
          decode(shape.value, item, memberPath(at, key)),
        ]),
      );
    case 'timestamp': {
      const date = parseTimestamp(value);
      if (date === undefined) throw invalid(at, problems.notA('timestamp'));
      return date;
    }
    case 'blob':
      if (typeof value !== 'string') throw invalid(at, problems.notA('blob'));
      return Uint8Array.from(Buffer.from(value, 'base64'));
    default:
      if (typeof value !== shape.kind) throw invalid(at, problems.notA(shape.kind));
      return value;
  }
}

function structure(members: ReadonlyMap<string, Member>, value: object, at: string): object {
  const decoded = present(value).map(([name, item]) => {
    const member = members.get(name);
    if (member === undefined) throw invalid(memberPath(at, name), problems.unknown);
    return [name, decode(member.shape, item, memberPath(at, name))] as const;
  });
  const input = Object.fromEntries(decoded);
  for (const { name, required } of members.values())
    if (required && !Object.hasOwn(input, name))
      throw invalid(memberPath(at, name), problems.missing);
  return input;
}

function objectAt(value: unknown, at: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid(at, problems.notA('structure'));
}

function present(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
}

function invalid(at: string, problem: string): ServiceError {
  return new ServiceError('ValidationException', `Value at '${at}' ${problem}`);
}

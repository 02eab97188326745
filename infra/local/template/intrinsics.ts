import { z } from 'zod';
import type { Scope } from './scope.ts';
import { type Path, shaped, TemplateError, text } from './template-error.ts';

interface Context {
  readonly scope: Scope;
  readonly path: Path;
  /** Resolves what is within the argument. */
  resolve(value: unknown, scope: Scope, path: Path): Promise<unknown>;
}

type Intrinsic = (argument: unknown, context: Context) => Promise<unknown>;

/** A function whose argument is resolved before it is looked at. */
const plain =
  <T>(schema: z.ZodType<T>, give: (argument: T, context: Context) => unknown): Intrinsic =>
  async (argument, context) => {
    const resolved = await context.resolve(argument, context.scope, context.path);
    return await give(shaped(schema, resolved, context.path), context);
  };

const texts = z.array(text);

/** Every function that gives a value. Those that only conditions may use are in `conditions.ts`. */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', async (argument, { scope, path }) => scope.ref(shaped(z.string(), argument, path), path)],
  [
    'Fn::GetAtt',
    plain(
      z.union([z.tuple([z.string(), z.string()]), z.string().transform(splitAtDot)]),
      ([logicalId, name], { scope, path }) => scope.attribute(logicalId, name, path),
    ),
  ],
  ['Fn::Sub', substitute],
  [
    'Fn::If',
    async (argument, { scope, path, resolve }) => {
      const [name, ifTrue, ifFalse] = shaped(
        z.tuple([z.string(), z.unknown(), z.unknown()]),
        argument,
        path,
      );
      const holds = await scope.condition(name, path);
      return await resolve(holds ? ifTrue : ifFalse, scope, [...path, holds ? 1 : 2]);
    },
  ],
  ['Fn::Join', plain(z.tuple([z.string(), texts]), ([by, parts]) => parts.join(by))],
  ['Fn::Split', plain(z.tuple([z.string().min(1), z.string()]), ([by, whole]) => whole.split(by))],
  [
    'Fn::Select',
    plain(z.tuple([z.coerce.number(), z.array(z.unknown())]), ([index, members], { path }) => {
      const member = members[index];
      if (member === undefined)
        throw new TemplateError(path, `there is no member ${index} among ${members.length}`);
      return member;
    }),
  ],
  [
    'Fn::FindInMap',
    plain(z.tuple([text, text, text]), ([map, key, name], { scope, path }) =>
      scope.mapped(map, key, name, path),
    ),
  ],
  ['Fn::ImportValue', plain(z.string(), (name, { scope, path }) => scope.imported(name, path))],
  ['Fn::Base64', plain(text, (content) => Buffer.from(content).toString('base64'))],
  [
    'Fn::GetAZs',
    plain(z.string(), (region, { scope }) =>
      ['a', 'b', 'c'].map((zone) => (region || scope.region) + zone),
    ),
  ],
]);

function splitAtDot(name: string): [string, string] {
  const [logicalId = '', ...attribute] = name.split('.');
  return [logicalId, attribute.join('.')];
}

const substitution = z.union([
  z.string().transform((template): [string, Record<string, unknown>] => [template, {}]),
  z.tuple([z.string(), z.record(z.string(), z.unknown())]),
]);

/** `${Name}`, `${Resource.Attribute}`, and `${!Literal}` for a `${Literal}` that stays. */
async function substitute(argument: unknown, { scope, path, resolve }: Context): Promise<string> {
  const [template, variables] = shaped(substitution, argument, path);
  const substituted = async (name: string): Promise<unknown> => {
    if (Object.hasOwn(variables, name)) return resolve(variables[name], scope, [...path, 1, name]);
    const [logicalId, attribute] = splitAtDot(name);
    return attribute ? scope.attribute(logicalId, attribute, path) : scope.ref(name, path);
  };

  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: name = '', index } of template.matchAll(/\$\{([^}]*)\}/g)) {
    parts.push(template.slice(end, index));
    end = index + whole.length;
    parts.push(
      name.startsWith('!')
        ? `\${${name.slice(1)}}`
        : shaped(text, await substituted(name.trim()), [...path, whole]),
    );
  }
  return parts.join('') + template.slice(end);
}

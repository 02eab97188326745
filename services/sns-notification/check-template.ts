import mustache from 'mustache';
import * as z from 'zod';
import { FIRST_LINE_OF_TEXT, NotATemplate, splitTemplate } from './template.ts';
import type { View } from './views/define-view.ts';

/** As the parser gives them: kind, what it names, where it begins and ends, and what is inside. */
const token = z.tuple([z.string(), z.string(), z.int(), z.int()]).rest(z.unknown());
const tokens = z.array(token);

/** Everything that is wrong with a template, each with its line and what there is instead. */
export function problemsOf(content: string, { event, fields }: View): string[] {
  try {
    const { subject, text } = splitTemplate(content);
    return [
      ...problemsIn(subject, 1, event, fields),
      ...problemsIn(text, FIRST_LINE_OF_TEXT, event, fields),
    ];
  } catch (error) {
    if (error instanceof NotATemplate) return [`line ${error.line}: ${error.message}`];
    throw error;
  }
}

function problemsIn(part: string, firstLine: number, event: string, fields: z.ZodType): string[] {
  const lineAt = (position: number) => firstLine + part.slice(0, position).split('\n').length - 1;
  const problems: string[] = [];
  const walk = (given: unknown, scopes: readonly z.ZodType[]): void => {
    for (const [kind, name, start, , inner] of tokens.parse(given)) {
      if (kind === '>') problems.push(`line ${lineAt(start)}: {{>${name}}}: there are no partials`);
      if (!['name', '&', '#', '^'].includes(kind)) continue;
      const found = foundIn(scopes, name);
      if (!found)
        problems.push(
          `line ${lineAt(start)}: {{${name}}} is no field of ${event}; there are: ${namesIn(scopes).join(', ')}`,
        );
      else if (['name', '&'].includes(kind) && itemOf(found) instanceof z.ZodObject)
        problems.push(
          `line ${lineAt(start)}: {{${name}}} has fields of its own and cannot be printed; use a section: {{#${name}}}...{{/${name}}}`,
        );
      /** A section is of each item of a list, or of what it names; what is around it is seen, too. */
      if (kind === '#')
        walk(inner, [...(found && isEntered(found) ? [itemOf(found)] : []), ...scopes]);
      if (kind === '^') walk(inner, scopes);
    }
  };
  try {
    walk(mustache.parse(part), [fields]);
  } catch (error) {
    if (error instanceof z.ZodError || !(error instanceof Error)) throw error;
    const [, message = error.message, position = '0'] = /^(.*) at (\d+)$/.exec(error.message) ?? [];
    problems.push(`line ${lineAt(Number(position))}: ${message}`);
  }
  return problems;
}

const withoutOptional = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional ? withoutOptional(schema.unwrap()) : schema;

const shapeOf = (schema: unknown): Readonly<Record<string, unknown>> => {
  const inner = withoutOptional(schema);
  return inner instanceof z.ZodObject ? inner.shape : {};
};

/** A name is looked for from the inside out; `.` is what is innermost, whatever that is. */
const foundIn = (scopes: readonly z.ZodType[], name: string): z.ZodType | undefined =>
  (name === '.' ? scopes.slice(0, 1) : scopes).map((scope) => fieldAt(scope, name)).find(Boolean);

/** In the section of a boolean `.` is still what is around it. */
const isEntered = (schema: z.ZodType): boolean =>
  !(withoutOptional(schema) instanceof z.ZodBoolean);

function fieldAt(scope: z.ZodType, path: string): z.ZodType | undefined {
  if (path === '.') return scope instanceof z.ZodObject ? undefined : scope;
  let at: unknown = scope;
  for (const name of path.split('.')) {
    const shape = shapeOf(at);
    if (!Object.hasOwn(shape, name)) return undefined;
    at = shape[name];
  }
  return at instanceof z.ZodType ? at : undefined;
}

function itemOf(schema: z.ZodType): z.ZodType {
  const inner = withoutOptional(schema);
  const item = inner instanceof z.ZodArray ? withoutOptional(inner.element) : inner;
  return item instanceof z.ZodType ? item : schema;
}

/** The fields that could be named here: of what is innermost first. */
const namesIn = (scopes: readonly z.ZodType[]): string[] => [
  ...new Set(
    scopes.flatMap((scope) =>
      Object.entries(shapeOf(scope)).flatMap(([name, inner]) => {
        const below = Object.keys(shapeOf(inner));
        return below.length > 0 ? below.map((one) => `${name}.${one}`) : [name];
      }),
    ),
  ),
];

import { eventTime } from '../event.ts';
import { parseJsonPath } from './json-path.ts';
import type { Occurrence } from './occurrence.ts';
import type { Target } from './target.ts';

type InputTransformer = NonNullable<Target['InputTransformer']>;

const PLACEHOLDER = /<([^<>]*)>/g;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
const PREDEFINED: Readonly<Record<string, (occurrence: Occurrence) => unknown>> = {
  'aws.events.rule-arn': ({ rule }) => rule.arn,
  'aws.events.rule-name': ({ rule }) => rule.name,
  'aws.events.event.ingestion-time': ({ received }) => eventTime(received),
  'aws.events.event.json': ({ event }) => event,
  'aws.events.event': ({ event }) => {
    const { detail: _, 'detail-type': detailType, ...others } = event;
    return { ...others, detailType };
  },
};

/** What a template has that it must not have. */
export function templateProblem({ InputTemplate, InputPathsMap = {} }: InputTransformer) {
  for (const [, name = ''] of InputTemplate.matchAll(PLACEHOLDER)) {
    if (!Object.hasOwn(InputPathsMap, name) && !Object.hasOwn(PREDEFINED, name)) {
      return `invalid placeholder ${name}`;
    }
  }
  return undefined;
}

/**
 * The template with its placeholders filled in. What is missing in the event becomes the empty
 * string. A JSON template takes values as JSON, except that within quotes strings go in as they are,
 * unescaped; any other template loses the quotes of objects and arrays.
 */
export function fillTemplate(transformer: InputTransformer, occurrence: Occurrence): string {
  const { InputTemplate: template, InputPathsMap: paths = {} } = transformer;
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(PREDEFINED)) values.set(name, value(occurrence));
  for (const [name, path] of Object.entries(paths)) {
    const value = parseJsonPath(path)?.(occurrence.event);
    values.set(name, value === undefined ? '' : value);
  }
  const json = isJsonTemplate(template);
  return template.replace(PLACEHOLDER, (_, name: string, at: number) => {
    const value = values.get(name);
    if (typeof value === 'string' && isQuoted(template, at)) return value;
    return json || typeof value !== 'object'
      ? JSON.stringify(value)
      : JSON.stringify(value).replaceAll('"', '');
  });
}

export const isJsonTemplate = (template: string) => /^\s*[{[]/.test(template);

/** Whether an odd number of quotes comes before. */
function isQuoted(template: string, at: number): boolean {
  return (template.slice(0, at).match(/(?<!\\)(?:\\\\)*"/g)?.length ?? 0) % 2 === 1;
}

import { type RestoreRequest, restoreRequest } from '../../events/restore-request.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { PROGRAM } from '../program-name.ts';
import { type Field, fields, optionName } from './fields.ts';

type Values = Readonly<Record<string, unknown>>;

/** The fields that options give. What has the wrong form is passed on as it is, for the schema to refuse. */
export function requestFromOptions(options: Values): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (const field of fields) {
    const value = options[optionName(field)];
    if (value !== undefined) put(request, field.field.split('.'), convert(field, value));
  }
  return request;
}

function put(into: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...(into[name] ?? {}) };
  put(inner, rest, value);
  into[name] = inner;
}

function convert({ kind }: Field, value: unknown): unknown {
  if (kind === 'optional-list' && value === false) return [];
  if (kind === 'number') return Number.isNaN(Number(value)) ? value : Number(value);
  if (kind === 'tags' && Array.isArray(value))
    return Object.fromEntries(value.map((tag) => pair(String(tag))));
  return value;
}

function pair(tag: string): [string, string] {
  const [key = '', ...value] = tag.split('=');
  if (value.length > 0) return [key, value.join('=')];
  throw new CliError(exitCodes.unusable, `--tag must be key=value, not ${tag}`);
}

/** The request as it will be put; refuses with every reason at once. */
export function parseRequest(request: Values): RestoreRequest {
  const parsed = restoreRequest.safeParse(request);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${key} is not a field of a request`)
      : [
          `${named(issue.path)} ${isMissing(request, issue.path) ? 'is needed' : plainly(issue.message)}`,
        ],
  );
  throw new CliError(
    exitCodes.unusable,
    ['the request is refused, and nothing was sent:', ...reasons.map((r) => `  ${r}`)].join('\n'),
    { remedy: `See: ${PROGRAM} restore --help` },
  );
}

/** The longest known beginning of the path, under the name that people gave it. */
function named(path: readonly PropertyKey[]): string {
  const field = path.map(String).join('.');
  const known = fields.find((f) => f.field === field || field.startsWith(`${f.field}.`));
  return known ? `${known.flag} (${field})` : field;
}

/** The library's own words, made like those of the schema. */
const plainly = (message: string): string =>
  message
    .replace(/^Too (?:big|small): expected .* to (?:be|have) /, 'must be ')
    .replace(/^Invalid input: expected (\w+)/, 'must be a $1')
    .replace(/^Invalid option: expected /, 'must be ');

const isMissing = (request: Values, [name, ...rest]: readonly PropertyKey[]): boolean =>
  rest.length === 0 && request[String(name)] === undefined && name === 'target_cluster_id';

/** The command and its options by which a request could be put again. */
export const commandFor = ({ dry_run, ...request }: Values): string[] => [
  dry_run ? 'plan' : 'restore',
  ...optionsFor(request),
];

/** The options by which a request could be put again. */
export function optionsFor(request: Values): string[] {
  return fields.flatMap((field) => {
    const value = field.field
      .split('.')
      .reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), request);
    if (value === undefined) return [];
    if (field.kind === 'switch') return [value ? field.flag : field.flag.replace('--', '--no-')];
    if (Array.isArray(value))
      return value.length > 0
        ? [field.flag, ...value.map(quote)]
        : [field.flag.replace('--', '--no-')];
    if (field.kind === 'tags' && isObject(value)) {
      const tags = Object.entries(value).map(([key, tag]) => quote(`${key}=${tag}`));
      return tags.length > 0 ? [field.flag, ...tags] : [];
    }
    return [field.flag, quote(value)];
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** For a shell. */
const quote = (value: unknown): string =>
  /^[\w@%+=:,./-]+$/.test(String(value))
    ? String(value)
    : `'${String(value).replaceAll("'", "'\\''")}'`;

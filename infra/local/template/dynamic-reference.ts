import { z } from 'zod';
import type { Scope } from './scope.ts';
import { type Path, reasonOf, TemplateError } from './template-error.ts';

/** The text of a secret's version: its current one unless told otherwise. Throws if there is none. */
export type SecretText = (
  id: string,
  which: { readonly VersionId?: string | undefined; readonly VersionStage?: string | undefined },
  place: { readonly accountId: string; readonly region: string },
) => string;

/** What a secret does not give that a template refers to. */
export class DynamicReferenceError extends TemplateError {}

/**
 * Dynamic references to secrets of one account and region:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
export function dynamicReferences({
  accountId,
  region,
  secretText,
}: {
  readonly accountId: string;
  readonly region: string;
  readonly secretText?: SecretText | undefined;
}): Pick<Scope, 'dynamic'> {
  if (secretText === undefined) return {};
  return {
    dynamic(reference, path) {
      const { id, kind, key, ...which } = parts(reference, path);
      if (kind !== undefined && kind !== 'SecretString')
        throw new TemplateError(path, `of secret ${id} there is no ${kind}, only a SecretString`);
      try {
        const text = secretText(id, which, { accountId, region });
        return key === undefined ? text : member(text, key);
      } catch (error) {
        throw new DynamicReferenceError(path, `secret ${id}: ${reasonOf(error)}`);
      }
    },
  };
}

/** `secretsmanager:ID:SecretString:KEY:STAGE:VERSION`. An id that is an ARN has seven parts itself. */
function parts(reference: string, path: Path) {
  const [service, ...rest] = reference.split(':');
  const id = rest.splice(0, rest[0] === 'arn' ? ARN_PARTS : 1).join(':');
  const [kind, key, VersionStage, VersionId] = rest.map((part) => part || undefined);
  if (service !== 'secretsmanager' || id === '' || rest.length > 4)
    throw new TemplateError(path, `dynamic reference {{resolve:${reference}}} is not supported`);
  return { id, kind, key, VersionStage, VersionId };
}

const ARN_PARTS = 7;

const object = z.record(z.string(), z.unknown());

function member(text: string, key: string): string {
  const value = object.safeParse(readJson(text)).data?.[key];
  if (value === undefined) throw new Error(`it has no key ${key}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

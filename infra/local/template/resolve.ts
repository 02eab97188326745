import { intrinsics } from './intrinsics.ts';
import type { Scope } from './scope.ts';
import { type Path, TemplateError } from './template-error.ts';

/** Gives a value of a template with what every intrinsic function in it gives. */
export async function resolve(value: unknown, scope: Scope, path: Path): Promise<unknown> {
  const found = intrinsicOf(value);
  if (found) {
    const place = [...path, found.name];
    const intrinsic = intrinsics.get(found.name);
    if (!intrinsic) throw new TemplateError(place, 'this function is not supported');
    return withDynamic(
      await intrinsic(found.argument, { scope, path: place, resolve }),
      scope,
      place,
    );
  }
  if (Array.isArray(value)) {
    const members: unknown[] = [];
    for (const [index, member] of value.entries())
      members.push(await resolve(member, scope, [...path, index]));
    return members.filter((member) => member !== undefined);
  }
  if (typeof value !== 'object' || value === null) return withDynamic(value, scope, path);

  const members: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const resolved = await resolve(member, scope, [...path, key]);
    if (resolved !== undefined) members[key] = resolved;
  }
  return members;
}

/** An object with one key that names a function is a call of it. */
function intrinsicOf(value: unknown): { name: string; argument: unknown } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [[name, argument] = [], ...more] = Object.entries(value);
  const isCall = name === 'Ref' || name?.startsWith('Fn::');
  return name && isCall && more.length === 0 ? { name, argument } : undefined;
}

function withDynamic(value: unknown, scope: Scope, path: Path): unknown {
  if (typeof value !== 'string') return value;
  return value.replaceAll(/\{\{resolve:([^}]*)\}\}/g, (whole, reference: string) => {
    if (scope.dynamic) return scope.dynamic(reference, path);
    throw new TemplateError(path, `dynamic reference ${whole} is not supported`);
  });
}

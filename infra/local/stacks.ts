import { z } from 'zod';
import type { ResourceProvider } from './service.ts';
import { readAssembly } from './template/assembly.ts';
import { bringUp, type Stack, type StackOptions } from './template/bring-up.ts';

export interface StacksOptions {
  /** The directory of a synthesized app. */
  readonly assembly: string;
  /** Each goes to the stacks that have a parameter of this name. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly providers: readonly ResourceProvider[];
  readonly secretText?: StackOptions['secretText'];
  /** Where stacks come up whose app does not say. */
  readonly region: string;
  readonly accountId: string;
}

/**
 * Brings up every stack of an app where it belongs, those that others depend on first. A stack may
 * import what those of its own account and region export.
 */
export async function bringUpStacks(options: StacksOptions): Promise<ReadonlyMap<string, Stack>> {
  const { assembly, parameters = {}, providers, secretText, region, accountId } = options;
  const unused = new Set(Object.keys(parameters));
  const stacks = new Map<string, Stack>();
  const exports = new Map<string, Record<string, string>>();
  const found = (await readAssembly(assembly)).map((stack) => {
    const { Parameters } = withParameters.parse(stack.template);
    const own = Object.entries(parameters).filter(([name]) => Object.hasOwn(Parameters, name));
    for (const [name] of own) unused.delete(name);
    return { ...stack, parameters: Object.fromEntries(own) };
  });
  if (unused.size > 0) throw new Error(`no stack has a parameter ${[...unused].join(', ')}`);
  for (const described of found) {
    const { stackName } = described;
    if (stacks.has(stackName)) throw new Error(`there are two stacks ${stackName}`);
    const place = { accountId, region, ...described.environment };
    const at = `${place.accountId}/${place.region}`;
    const imports = exports.get(at) ?? {};
    const stack = await bringUp({ ...described, ...place, providers, secretText, imports });
    exports.set(at, { ...imports, ...stack.exports });
    stacks.set(stackName, stack);
  }
  return stacks;
}

const withParameters = z.object({ Parameters: z.record(z.string(), z.unknown()).default({}) });

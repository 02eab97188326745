import { z } from 'zod';
import type { ResourceProvider } from './service.ts';
import { readAssembly } from './template/assembly.ts';
import { bringUp, type Stack } from './template/bring-up.ts';

export interface StacksOptions {
  /** The directory of a synthesized app. */
  readonly assembly: string;
  /** Each goes to the stacks that have a parameter of this name. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly providers: readonly ResourceProvider[];
  readonly region: string;
  readonly accountId: string;
}

/** Brings up every stack of an app, those that others depend on first. */
export async function bringUpStacks(options: StacksOptions): Promise<ReadonlyMap<string, Stack>> {
  const { assembly, parameters = {}, ...place } = options;
  const unused = new Set(Object.keys(parameters));
  const stacks = new Map<string, Stack>();
  const imports: Record<string, string> = {};
  const found = (await readAssembly(assembly)).map((stack) => {
    const { Parameters } = withParameters.parse(stack.template);
    const own = Object.entries(parameters).filter(([name]) => Object.hasOwn(Parameters, name));
    for (const [name] of own) unused.delete(name);
    return { ...stack, parameters: Object.fromEntries(own) };
  });
  if (unused.size > 0) throw new Error(`no stack has a parameter ${[...unused].join(', ')}`);
  for (const described of found) {
    const stack = await bringUp({ ...described, ...place, imports });
    Object.assign(imports, stack.exports);
    stacks.set(described.stackName, stack);
  }
  return stacks;
}

const withParameters = z.object({ Parameters: z.record(z.string(), z.unknown()).default({}) });

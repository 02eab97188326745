import { evaluate } from './conditions.ts';
import { isLookedUp, type ParameterValue } from './parameters.ts';
import type { Scope } from './scope.ts';
import type { Template } from './template.ts';
import { TemplateError } from './template-error.ts';

export interface StaticValues {
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly pseudoParameters: ReadonlyMap<string, ParameterValue>;
  readonly imports: Readonly<Record<string, string>>;
  readonly region: string;
}

/** What is known before any resource is there: all that conditions may use. */
export function staticScope(values: StaticValues): Scope {
  const { template, parameters, pseudoParameters, imports, region } = values;
  const conditions = new Map<string, boolean | 'open'>();

  const scope: Scope = {
    region,
    async ref(name, path) {
      if (name === 'AWS::NoValue') return undefined;
      const parameter = template.Parameters[name];
      if (parameter && isLookedUp(parameter))
        throw new TemplateError(path, `${name} is in the SSM parameter store, which is not local`);
      const value = pseudoParameters.get(name) ?? parameters.get(name);
      if (value === undefined) throw new TemplateError(path, `nothing here is called ${name}`);
      return value;
    },
    async attribute(logicalId, name, path) {
      throw new TemplateError(path, `no resource here is called ${logicalId}, to have a ${name}`);
    },
    async condition(name, path) {
      const known = conditions.get(name);
      if (known === 'open') throw new TemplateError(path, `condition ${name} depends on itself`);
      if (known !== undefined) return known;
      const definition = template.Conditions[name];
      if (definition === undefined) throw new TemplateError(path, `there is no condition ${name}`);
      conditions.set(name, 'open');
      const holds = await evaluate(definition, scope, ['Conditions', name]);
      conditions.set(name, holds);
      return holds;
    },
    mapped(map, key, name, path) {
      const value = template.Mappings[map]?.[key]?.[name];
      if (value === undefined)
        throw new TemplateError(path, `no mapping of ${map}, ${key}, ${name}`);
      return value;
    },
    imported(name, path) {
      const value = imports[name];
      if (value === undefined) throw new TemplateError(path, `no stack exports ${name}`);
      return value;
    },
  };
  return scope;
}

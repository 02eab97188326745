import type { ResourceProvider } from '../service.ts';
import type { Stack, StackOptions, StackResource } from './bring-up.ts';
import { dynamicReferences } from './dynamic-reference.ts';
import { type ParameterValue, parameterValues } from './parameters.ts';
import { pseudoParameters } from './pseudo-parameters.ts';
import { resolve } from './resolve.ts';
import type { Scope } from './scope.ts';
import { staticScope } from './static-scope.ts';
import { type Template, template } from './template.ts';
import { type Path, ResourceError, shaped, TemplateError, text } from './template-error.ts';

/** One stack on its way up. A resource is created when something first refers to it. */
export class StackBuild {
  readonly #options: StackOptions;
  readonly #template: Template;
  readonly #parameters: ReadonlyMap<string, ParameterValue>;
  readonly #statics: Scope;
  readonly #providers = new Map<string, ResourceProvider>();
  readonly #resources = new Map<string, StackResource>();

  constructor(options: StackOptions) {
    this.#options = options;
    this.#template = shaped(template, options.template, []);
    this.#parameters = parameterValues(this.#template.Parameters, options.parameters ?? {});
    this.#statics = staticScope({
      template: this.#template,
      parameters: this.#parameters,
      pseudoParameters: pseudoParameters({ partition: 'aws', ...options }),
      imports: options.imports ?? {},
      region: options.region,
    });
    for (const provider of options.providers) {
      if (this.#providers.has(provider.type))
        throw new Error(`there are two providers of ${provider.type}`);
      this.#providers.set(provider.type, provider);
    }
  }

  async run(): Promise<Stack> {
    for (const logicalId of await this.#wanted()) await this.#created(logicalId, [], []);
    const { outputs, exports } = await this.#outputs();
    const parameters = Object.fromEntries(this.#parameters);
    return { resources: this.#resources, outputs, exports, parameters };
  }

  /** The resources whose condition holds. Throws every type that nothing can create, at once. */
  async #wanted(): Promise<readonly string[]> {
    const wanted: string[] = [];
    const unknown: string[] = [];
    for (const [logicalId, { Type, Condition }] of Object.entries(this.#template.Resources)) {
      if (!(await this.#holds(Condition, [logicalId]))) continue;
      wanted.push(logicalId);
      if (!this.#providers.has(Type)) unknown.push(`${logicalId} (${Type})`);
    }
    if (unknown.length > 0)
      throw new Error(`resources of types that are not supported locally: ${unknown.join(', ')}`);
    return wanted;
  }

  async #holds(condition: string | undefined, path: Path): Promise<boolean> {
    return condition === undefined || this.#statics.condition(condition, [...path, 'Condition']);
  }

  /** `chain` holds the resources that wait for this one, the first outermost. */
  async #created(logicalId: string, chain: readonly string[], path: Path): Promise<StackResource> {
    const existing = this.#resources.get(logicalId);
    if (existing) return existing;
    const resource = this.#template.Resources[logicalId];
    const provider = resource && this.#providers.get(resource.Type);
    if (!resource || !(await this.#holds(resource.Condition, [logicalId])))
      throw new TemplateError(path, `the condition of ${logicalId} does not hold`);
    if (!provider) throw new TemplateError(path, `nothing creates a ${resource.Type}`);
    if (chain.includes(logicalId))
      throw new TemplateError(
        path,
        `a circle of references: ${[...chain, logicalId].join(' -> ')}`,
      );

    const { region, accountId, stackName, asset = noAssets } = this.#options;
    const waiting = [...chain, logicalId];
    try {
      for (const [index, other] of resource.DependsOn.entries())
        await this.#after(other, waiting, ['DependsOn', index]);
      const scope = this.#scope(waiting);
      const dynamic = dynamicReferences(this.#options);
      const properties = await resolve(resource.Properties, { ...scope, ...dynamic }, [
        'Properties',
      ]);
      const at = { logicalId, stackName, region, accountId, asset };
      const created = await provider.create(properties, at);
      const done = { ...created, type: resource.Type, physicalId: created.ref };
      this.#resources.set(logicalId, done);
      return done;
    } catch (error) {
      throw ResourceError.of(logicalId, resource.Type, error);
    }
  }

  async #after(logicalId: string, chain: readonly string[], path: Path): Promise<void> {
    const resource = this.#template.Resources[logicalId];
    if (!resource) throw new TemplateError(path, `no resource here is called ${logicalId}`);
    if (await this.#holds(resource.Condition, [logicalId]))
      await this.#created(logicalId, chain, path);
  }

  #scope(chain: readonly string[]): Scope {
    const isResource = (name: string) => Object.hasOwn(this.#template.Resources, name);
    return {
      ...this.#statics,
      ref: async (name, path) => {
        if (!isResource(name)) return this.#statics.ref(name, path);
        return (await this.#created(name, chain, path)).ref;
      },
      attribute: async (logicalId, name, path) => {
        if (!isResource(logicalId)) return this.#statics.attribute(logicalId, name, path);
        const { attributes, type } = await this.#created(logicalId, chain, path);
        const value = attributes?.[name];
        if (value === undefined)
          throw new TemplateError(path, `${logicalId} (${type}) has no attribute ${name} locally`);
        return value;
      },
    };
  }

  async #outputs(): Promise<Pick<Stack, 'outputs' | 'exports'>> {
    const outputs: Record<string, string> = {};
    const exports: Record<string, string> = {};
    const scope = this.#scope([]);
    for (const [name, { Value, Export, Condition }] of Object.entries(this.#template.Outputs)) {
      const path = ['Outputs', name];
      if (!(await this.#holds(Condition, path))) continue;
      const value = shaped(text, await resolve(Value, scope, [...path, 'Value']), path);
      outputs[name] = value;
      if (Export) exports[shaped(text, await resolve(Export.Name, scope, path), path)] = value;
    }
    return { outputs, exports };
  }
}

function noAssets(objectKey: string): never {
  throw new Error(`no assets were given, so none has the object key ${objectKey}`);
}

import { type ResourceProvider, ServiceError } from '../service.ts';
import { defineFunction, type FunctionDefinition } from './function-definition.ts';

/** The functions that were declared, by name. */
export class Functions {
  readonly #byName = new Map<string, FunctionDefinition>();

  find(nameOrArn: string): FunctionDefinition | undefined {
    return this.#byName.get(nameOrArn.split(':').at(-1) ?? '');
  }

  /** `checkRole` throws where Lambda cannot take the function's role on. */
  provider(checkRole: (definition: FunctionDefinition) => void): ResourceProvider {
    return {
      type: 'AWS::Lambda::Function',
      create: (properties, at) => {
        const definition = defineFunction(properties, at);
        const { name, arn } = definition;
        if (this.#byName.has(name))
          throw new ServiceError(
            'ResourceConflictException',
            `Function already exist: ${name}`,
            409,
          );
        checkRole(definition);
        this.#byName.set(name, definition);
        return { ref: name, attributes: { Arn: arn } };
      },
    };
  }
}

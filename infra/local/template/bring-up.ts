import type { CreatedResource, ResourceProvider } from '../service.ts';
import type { SecretText } from './dynamic-reference.ts';
import type { ParameterValue } from './parameters.ts';
import { StackBuild } from './stack-build.ts';
import { reasonOf } from './template-error.ts';

export interface StackOptions {
  readonly stackName: string;
  /** As parsed from JSON. */
  readonly template: unknown;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly providers: readonly ResourceProvider[];
  readonly region: string;
  readonly accountId: string;
  readonly partition?: string;
  /** Where the asset with this S3 object key lies. */
  readonly asset?: (objectKey: string) => string;
  /** Reads what dynamic references name; without it there may be none. */
  readonly secretText?: SecretText | undefined;
  /** The exports of the stacks that are there already, by name. */
  readonly imports?: Readonly<Record<string, string>>;
}

export interface Stack {
  /** By logical id, without those whose condition does not hold. */
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly outputs: Readonly<Record<string, string>>;
  /** By export name, for the `imports` of stacks that follow. */
  readonly exports: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

export interface StackResource extends CreatedResource {
  readonly type: string;
  readonly physicalId: string;
}

/**
 * Creates everything a template declares, each resource after those it refers to or depends on.
 * Rejects with what is wrong, by stack, logical id and path.
 */
export async function bringUp(options: StackOptions): Promise<Stack> {
  try {
    return await new StackBuild(options).run();
  } catch (error) {
    throw new Error(`stack ${options.stackName}: ${reasonOf(error)}`, { cause: error });
  }
}

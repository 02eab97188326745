import type { Call, Permission } from '../../service.ts';

/** One operation of the API: what it needs permission for, and what it does. */
export interface Operation<Input> {
  permissions(input: Input, call: Call): readonly Permission[];
  run(input: Input, call: Call): object | undefined;
}

/** Operations by their names, whatever their inputs are. */
export type Operations = Readonly<Record<string, Operation<never>>>;

/** For operations without a resource. */
export const onAnything = (action: string) => (): readonly Permission[] => [
  { action, resource: '*' },
];

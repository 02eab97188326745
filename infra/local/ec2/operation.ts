import type { Call, Permission } from '../service.ts';
import { notImplemented, wouldSucceed } from './errors.ts';

export interface Operation<Input> {
  /** What of its input is implemented. */
  readonly members: readonly (keyof Input & string)[];
  permissions(input: Input, call: Call): readonly Permission[];
  run(input: Input, call: Call): object;
}

/** Operations by their names, whatever their inputs are. */
export type Operations = Readonly<Record<string, Operation<never>>>;

/** Refuses what is not implemented, so that nothing asked for is passed over; a dry run ends here. */
export const checked =
  <Input extends object>({ members, run }: Operation<Input>) =>
  (input: Input, call: Call): object => {
    const known = new Set<string>([...members, 'DryRun']);
    for (const [member, value] of Object.entries(input))
      if (value !== undefined && !known.has(member))
        throw notImplemented(`the member ${member} of ${call.operation}`);
    if ('DryRun' in input && input.DryRun === true) throw wouldSucceed();
    return run(input, call);
  };

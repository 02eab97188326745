import { ServiceError } from '../service.ts';
import { notImplemented } from './errors.ts';

/** The value of a member that the request must have. */
export const required = <Input extends object, Member extends keyof Input & string>(
  input: Input,
  member: Member,
): NonNullable<Input[Member]> => {
  const value = input[member];
  if (value !== undefined && value !== null && value !== '') return value;
  throw new ServiceError('MissingParameter', `The request must contain the parameter ${member}.`);
};

/** Refuses a request that has any member but these, naming it: nothing that is asked for is passed over. */
export const onlyMembers = <Input extends object>(
  operation: string,
  input: Input,
  implemented: readonly (keyof Input & string)[],
): void => {
  const known = new Set<string>(implemented);
  for (const [member, value] of Object.entries(input))
    if (value !== undefined && !known.has(member))
      throw notImplemented(`the member ${member} of ${operation}`);
};

/** The same object without the members that are undefined, so that spreading it overwrites nothing. */
export const defined = <T extends object>(members: T): Partial<T> => {
  const kept: Partial<T> = { ...members };
  for (const name in kept) if (kept[name] === undefined) delete kept[name];
  return kept;
};

import { invalidValue } from '../errors.ts';

const IDENTIFIER = /^[a-z](?:-?[a-z0-9])*$/;

/** Checks an identifier that a request gives to something new, and spells it as RDS keeps it. */
export const newIdentifier = (member: string, identifier: string): string => {
  const name = identifier.toLowerCase();
  if (name.length <= 63 && IDENTIFIER.test(name)) return name;
  throw invalidValue(
    `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; ` +
      'must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
  );
};

const GROUP_NAME = /^[a-z](?:[a-z0-9._ -]*[a-z0-9._])?$/;

/** The same for subnet and parameter groups, whose names may have more characters. */
export const newGroupName = (member: string, name: string): string => {
  const kept = name.toLowerCase();
  if (kept.length <= 255 && GROUP_NAME.test(kept) && kept !== 'default') return kept;
  throw invalidValue(`The parameter ${member} is not a valid identifier: ${name}`);
};

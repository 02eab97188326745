import * as z from 'zod';

/** What the configuration calls something of its own, so that it can stand in names of AWS. */
export const plainName = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[a-z](?:-?[a-z0-9])*$/, 'must be lower-case letters, digits and single hyphens');

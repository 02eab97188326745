import * as z from 'zod';

/** What came with the snapshot's data that nobody declared, and what was done about it. */
export const inherited = {
  inherited_users: z
    .array(z.object({ account: z.string(), done: z.enum(['kept', 'locked', 'dropped']) }))
    .optional(),
  inherited_events: z
    .array(z.object({ event: z.string(), done: z.enum(['kept', 'disabled']) }))
    .optional(),
  inherited_replication: z
    .array(z.object({ source: z.string(), done: z.enum(['kept', 'ended']) }))
    .optional(),
};

import * as z from 'zod';
import { defineEvent, type EventOf } from './define-event.ts';
import { inherited } from './inherited.ts';

/**
 * The declared database users exist with their privileges, and their secrets hold proven passwords.
 *
 * Emitted by `setup-db-users`. Consumed by `archive-snapshot`.
 */
export const UsersConfigured = defineEvent(
  'UsersConfigured',
  {
    users: z.array(z.object({ username: z.string(), secret_name: z.string() })),
    /** How many statements of custom SQL ran. */
    custom_statements: z.int(),
    ...inherited,
  },
  /** RDS takes its time with windows, security groups and the like. */
  { opens: { stage: 'archive_snapshot', deadlineMinutes: 60 } },
);
export type UsersConfigured = EventOf<typeof UsersConfigured>;

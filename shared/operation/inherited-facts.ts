import type { Inherited } from './operation.ts';

/** What came with the snapshot, as events tell it: nothing where there was nothing. */
export const inheritedFacts = ({ users, events, replication }: Inherited) => ({
  ...(users.length > 0 && { inherited_users: users }),
  ...(events.length > 0 && { inherited_events: events }),
  ...(replication.length > 0 && { inherited_replication: replication }),
});

import type { ClusterAvailable } from '../../events/index.ts';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import {
  accountName,
  dropAccount,
  lockAccount,
  undeclaredAccounts,
} from '../../shared/database/accounts.ts';
import type { Database } from '../../shared/database/database.ts';
import { disableEvent, enabledEvents, eventName } from '../../shared/database/enabled-events.ts';
import { endReplication, replicationSources } from '../../shared/database/replication.ts';
import { NotYet } from '../../shared/errors.ts';
import type { Inherited } from '../../shared/operation/operation.ts';
import { learnt } from '../../shared/step/learnt.ts';
import type { StepInput } from '../../shared/step/work.ts';
import { permitted, refusedAs } from './statements.ts';

/**
 * Deals with what came with the snapshot's data and that nobody declared. What is found is recorded
 * before anything is done to it: dropped, disabled and ended it could not be found again.
 */
export async function settleInherited(
  { operation, permit, record }: StepInput<ClusterAvailable>,
  database: Database,
  resource_id: string,
  { users, inherited_events, inherited_replication }: Configuration['database'],
): Promise<Inherited> {
  const { undeclared_users = 'keep' } = learnt(operation, 'target').settings;
  const { master_username } = learnt(operation, 'snapshot');
  const declared = [...users, { username: master_username, host: '%' }];
  const before = operation.inherited?.resource_id === resource_id ? operation.inherited : nothing;
  const changes = permitted(database, permit);

  const sources = await refusedAs('looking for replication', () => replicationSources(database));
  const events = await refusedAs('looking for events', () => enabledEvents(database));
  const accounts = await refusedAs('looking for accounts', () =>
    undeclaredAccounts(database, declared),
  );
  const told = (did: Did): Inherited => ({
    resource_id,
    users: outcomes(
      accounts.map(accountName),
      before.users
        .filter(({ account }) => !declared.map(accountName).includes(account))
        .map(({ account, done }) => [account, done]),
      did.users,
    ).map(([account, done]) => ({ account, done })),
    events: outcomes(
      events.map(eventName),
      before.events.map(({ event, done }) => [event, done]),
      did.events,
    ).map(([event, done]) => ({ event, done })),
    replication: outcomes(
      sources,
      before.replication.map(({ source, done }) => [source, done]),
      did.replication,
    ).map(([source, done]) => ({ source, done })),
  });
  await record({ inherited: told({ users: 'kept', events: 'kept', replication: 'kept' }) });

  if (inherited_replication === 'end' && sources.length > 0) {
    await refusedAs('ending replication', () => endReplication(changes));
    const [left] = await refusedAs('looking for replication', () => replicationSources(database));
    if (left !== undefined) throw new NotYet(`replication from ${left} has not ended`);
  }
  if (inherited_events === 'disable')
    for (const event of events)
      await refusedAs(`disabling event ${eventName(event)}`, () =>
        changes.query(disableEvent(event)),
      );
  const statement = { keep: undefined, lock: lockAccount, drop: dropAccount }[undeclared_users];
  for (const account of statement ? accounts : [])
    await refusedAs(
      `to ${undeclared_users} account ${accountName(account)}`,
      async () => statement && changes.query(statement(account)),
    );
  const inherited = told({
    users: ({ keep: 'kept', lock: 'locked', drop: 'dropped' } as const)[undeclared_users],
    events: inherited_events === 'disable' ? 'disabled' : 'kept',
    replication: inherited_replication === 'end' ? 'ended' : 'kept',
  });
  await record({ inherited });
  return inherited;
}

interface Did {
  readonly users: Inherited['users'][number]['done'];
  readonly events: Inherited['events'][number]['done'];
  readonly replication: Inherited['replication'][number]['done'];
}

const nothing: Pick<Inherited, 'users' | 'events' | 'replication'> = {
  users: [],
  events: [],
  replication: [],
};

/**
 * What is there now, and what an earlier try found on this very cluster. If that is gone, it has been
 * dealt with: as it is done this time, or as it was done then.
 */
function outcomes<Done extends string>(
  found: readonly string[],
  before: readonly (readonly [name: string, done: Done])[],
  done: Done | 'kept',
) {
  const earlier = new Map<string, Done | 'kept'>(before);
  return [...new Set([...earlier.keys(), ...found])]
    .sort()
    .map(
      (name) =>
        [
          name,
          found.includes(name) || done !== 'kept' ? done : (earlier.get(name) ?? done),
        ] as const,
    );
}

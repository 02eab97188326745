import { expect, test } from 'vitest';
import { NotYet } from '../../shared/errors.ts';
import type { ClusterSettings } from '../../shared/operation/settings.ts';
import { DatabaseWorld, restored } from './database-world.fixture.ts';

const LOCK = 'ALTER USER `etl`@`10.%` ACCOUNT LOCK';
const DROP = 'DROP USER IF EXISTS `etl`@`10.%`';
const DISABLE = 'ALTER EVENT `shop`.`nightly` DISABLE';
const END = ['CALL mysql.rds_stop_replication', 'CALL mysql.rds_reset_external_source'];

/** A snapshot with an account, an event and replication that nobody declared. */
function burdened(
  undeclared_users: ClusterSettings['undeclared_users'],
  declared: Partial<DatabaseWorld['declared']> = {},
): DatabaseWorld {
  const world = new DatabaseWorld({ undeclared_users });
  world.others.set('etl@10.%', 'open');
  world.events.add('nightly');
  world.sources.push({ host: 'primary.example', port: 3306 });
  world.declared = { ...world.declared, ...declared };
  return world;
}

const everything = { inherited_events: 'disable', inherited_replication: 'end' } as const;
const changes = ({ did }: DatabaseWorld) =>
  did.filter((call) => [LOCK, DROP, DISABLE, ...END].includes(call));
const told = (user: string, event: string, replication: string) => ({
  inherited_users: [{ account: 'etl@10.%', done: user }],
  inherited_events: [{ event: 'shop.nightly', done: event }],
  inherited_replication: [{ source: 'primary.example:3306', done: replication }],
});

test.each(['keep', undefined] as const)(
  'where they are to be kept (%s), what is undeclared is told, and left alone',
  async (undeclared_users) => {
    const world = burdened(undeclared_users);

    expect(await world.setUp()).toMatchObject({ event: { facts: told('kept', 'kept', 'kept') } });
    expect(changes(world)).toEqual([]);
  },
);

test('replication ends, events are disabled and accounts locked, before any user is set up', async () => {
  const world = burdened('lock', everything);

  const answer = await world.setUp();

  expect(answer).toMatchObject({ event: { facts: told('locked', 'disabled', 'ended') } });
  expect(changes(world)).toEqual([...END, DISABLE, LOCK]);
  const created = world.did.findIndex((call) => call.startsWith('CREATE USER'));
  expect(world.did.indexOf(LOCK)).toBeLessThan(created);
});

test('accounts are dropped where that was asked for', async () => {
  const world = burdened('drop');

  expect(await world.setUp()).toMatchObject({ event: { facts: told('dropped', 'kept', 'kept') } });
  expect(changes(world)).toEqual([DROP]);
});

test('what was done is kept in the operation, with the cluster that it was done to', async () => {
  const world = burdened('lock', everything);

  await world.setUp();

  expect(world.operation.inherited).toEqual({
    resource_id: 'cluster-NEW',
    users: [{ account: 'etl@10.%', done: 'locked' }],
    events: [{ event: 'shop.nightly', done: 'disabled' }],
    replication: [{ source: 'primary.example:3306', done: 'ended' }],
  });
});

test('where nothing came with the snapshot, nothing is told or done', async () => {
  const world = new DatabaseWorld({ undeclared_users: 'drop' });
  world.declared = { ...world.declared, ...everything, users: [] };

  const answer = await world.setUp();

  expect(answer).toMatchObject({ event: { facts: { users: [], custom_statements: 0 } } });
  expect(JSON.stringify(answer)).not.toContain('inherited');
  expect(changes(world)).toEqual([]);
});

test('before each change it asks whether it still may', async () => {
  const world = burdened('lock', everything);

  await world.setUp();

  for (const change of [...END, DISABLE, LOCK])
    expect(world.did[world.did.indexOf(change) - 1], change).toBe('permit');
});

test.each(['lock', 'drop'] as const)(
  'with %s it may die anywhere and still tells all that was done',
  async (undeclared_users) => {
    const undisturbed = burdened(undeclared_users, everything);
    const answer = await undisturbed.setUp();
    for (let point = 0; point < undisturbed.did.length; point++) {
      const world = burdened(undeclared_users, everything);
      let calls = 0;
      world.meanwhile = () => {
        if (calls++ === point) throw new Error('crash');
      };
      await expect(world.setUp()).rejects.toThrow('crash');
      world.meanwhile = () => undefined;

      expect(await world.setUp(), undisturbed.did[point]).toEqual(answer);
      expect(world.operation.inherited).toEqual(undisturbed.operation.inherited);
      expect([world.others, world.events]).toEqual([undisturbed.others, undisturbed.events]);
    }
  },
);

test('what an earlier attempt found on another cluster is not told again', async () => {
  const world = burdened('drop', everything);
  await world.setUp();
  world.learn({ resources: { 'cluster-2': restored(2, 'cluster-NEWER') } });
  world.changeCluster('target', { resource_id: 'cluster-NEWER' });

  await world.setUp();

  expect(world.operation.inherited).toEqual({
    resource_id: 'cluster-NEWER',
    users: [],
    events: [],
    replication: [],
  });
});

test('an account that is declared meanwhile is no longer told of as locked', async () => {
  const world = burdened('lock');
  await world.setUp();
  world.declared = {
    ...world.declared,
    users: [{ username: 'etl', host: '10.%', privileges: 'read' }],
  };

  await world.setUp();

  expect(world.operation.inherited?.users).toEqual([]);
});

test('replication that does not end is waited for', async () => {
  const world = burdened('keep', everything);
  world.replicatesOn = true;

  await expect(world.setUp()).rejects.toThrow(NotYet);
});

test('an account that the database does not let be locked is named', async () => {
  const world = burdened('lock');
  world.refuses = 'ALTER USER `etl`';

  await expect(world.setUp()).rejects.toMatchObject({
    code: 'SQL_FAILED',
    message: 'to lock account etl@10.%: MySQL error 1064 (ER_PARSE_ERROR)',
  });
});

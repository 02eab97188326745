import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { NotYet } from '../../shared/errors.ts';
import { DatabaseWorld, defaults, PASSWORD, restored } from './database-world.fixture.ts';

const setUp = (world: DatabaseWorld) => world.setUp();

const secretName = (user: string) => `aurora-restore/dev/target/${user}`;
const users = ['app_user', 'readonly_user'].map((username) => ({
  username,
  secret_name: secretName(username),
}));

function withSql(...custom_sql: string[]): DatabaseWorld {
  const world = new DatabaseWorld();
  world.declared = { ...world.declared, users: [], custom_sql };
  return world;
}

test('the declared users are set up, and told with the names of their secrets', async () => {
  const world = new DatabaseWorld();

  expect(await setUp(world)).toEqual({
    kind: 'done',
    event: { name: 'UsersConfigured', facts: { users, custom_statements: 0 } },
    learnt: { users },
  });
  expect(world.accounts.get('app_user')).toBe(PASSWORD);
});

test('a password is stored, set, proven by a login, and then made current', async () => {
  const world = new DatabaseWorld();
  const { users: declared } = world.declared;
  world.declared = { ...world.declared, users: declared.slice(1) };
  const account = "'readonly_user'@'%'";

  await setUp(world);

  expect(world.did.filter((call) => call !== 'permit')).toEqual([
    'look at cluster target',
    'look at instances of target',
    'read aurora-restore/dev/master-credentials',
    'connect to writer.example:3307 as admin',
    'record inherited',
    'record inherited',
    `store ${secretName('readonly_user')}`,
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ? REQUIRE SSL`,
    `ALTER USER ${account} IDENTIFIED BY ? REQUIRE SSL ACCOUNT UNLOCK`,
    `GRANT SELECT, SHOW VIEW ON \`shop\`.* TO ${account}`,
    'connect to writer.example:3307 as readonly_user',
    'close readonly_user',
    'make current readonly_user',
    'close admin',
  ]);
});

test('it asks before each change whether it still may', async () => {
  const world = withSql('CREATE TABLE shop.restored (at DATETIME)', 'SELECT shop.mask()');
  world.declared = { ...world.declared, users: defaults.users };

  await setUp(world);

  const changing = /^(CREATE|ALTER|GRANT|SELECT|store|make current) /;
  const without = world.did.filter(
    (call, index) => changing.test(call) && world.did[index - 1] !== 'permit',
  );
  expect(without).toEqual([]);
});

test('it may die anywhere and be delivered again', async () => {
  const undisturbed = new DatabaseWorld();
  const answer = await setUp(undisturbed);
  for (let point = 0; point < undisturbed.did.length; point++) {
    const world = new DatabaseWorld();
    let calls = 0;
    world.meanwhile = () => {
      if (calls++ === point) throw new Error('crash');
    };
    await expect(setUp(world)).rejects.toThrow('crash');
    world.meanwhile = () => undefined;

    expect(await setUp(world)).toEqual(answer);
    expect(world.accounts).toEqual(undisturbed.accounts);
    expect(world.secrets).toEqual(undisturbed.secrets);
  }
});

test('without declared schemas the users get all that applications use', async () => {
  const world = new DatabaseWorld();
  world.declared = { ...world.declared, schemas: [] };

  await setUp(world);

  const grants = world.did.filter((call) => call.startsWith('GRANT'));
  expect(grants.map((grant) => /ON (\S+)/.exec(grant)?.[1])).toEqual([
    '`accounts`.*',
    '`accounts`.*',
  ]);
});

test('a user may have schemas of its own', async () => {
  const world = new DatabaseWorld();
  const user = { username: 'etl', host: '%', privileges: 'read', schemas: ['stock'] } as const;
  world.declared = { ...world.declared, users: [{ ...user, schemas: [...user.schemas] }] };

  await setUp(world);

  expect(world.did).toContain("GRANT SELECT, SHOW VIEW ON `stock`.* TO 'etl'@'%'");
});

test('a login that does not work is not made current', async () => {
  const world = new DatabaseWorld();
  world.meanwhile = (call) => {
    if (call.endsWith('as app_user')) world.accounts.set('app_user', 'another');
  };

  await expect(setUp(world)).rejects.toMatchObject({ code: 'DATABASE_LOGIN_REFUSED' });
  expect(world.secrets.get(secretName('app_user'))).toEqual({ pending: PASSWORD });
});

test('the master’s login that does not work fails before anything is set', async () => {
  const world = new DatabaseWorld();
  world.accounts.set('admin', 'another');

  await expect(setUp(world)).rejects.toMatchObject({ code: 'DATABASE_LOGIN_REFUSED' });
  expect(world.secrets.size).toBe(0);
});

test('a statement that is refused fails with its number, and no password', async () => {
  const world = new DatabaseWorld();
  world.refuses = 'ALTER USER';

  const refused = await setUp(world).catch((error: unknown) => error);

  expect(refused).toMatchObject({
    code: 'SQL_FAILED',
    message: 'setting up user app_user: MySQL error 1064 (ER_PARSE_ERROR)',
  });
  expect(inspect(refused, { depth: 9 })).not.toContain(PASSWORD);
  expect(world.did.at(-1)).toBe('close admin');
});

test('nothing that it answers or writes down holds a password', async () => {
  const world = new DatabaseWorld();

  const answer = await setUp(world);

  const told = JSON.stringify([answer, world.operation, world.did]);
  expect(told).not.toContain(PASSWORD);
  expect(told).not.toContain('"master"');
});

test('custom SQL runs after the users, one statement at a time', async () => {
  const world = withSql('UPDATE shop.a SET x = 1', 'UPDATE shop.b SET x = 1');
  world.declared = { ...world.declared, users: defaults.users };

  const answer = await setUp(world);

  expect(answer).toMatchObject({ event: { facts: { custom_statements: 2 } } });
  expect(world.did.slice(-8)).toEqual([
    'make current readonly_user',
    'permit',
    'UPDATE shop.a SET x = 1',
    'record custom_sql',
    'permit',
    'UPDATE shop.b SET x = 1',
    'record custom_sql',
    'close admin',
  ]);
});

test('custom SQL goes on with the statement that failed', async () => {
  const world = withSql('UPDATE a', 'BROKEN b', 'UPDATE c');
  world.refuses = 'BROKEN';

  const refused = await setUp(world).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'SQL_FAILED',
    message: 'statement 2 of the custom SQL: MySQL error 1064 (ER_PARSE_ERROR)',
  });
  world.refuses = undefined;
  await setUp(world);

  const statements = world.did.filter((call) => /^(UPDATE|BROKEN)/.test(call));
  expect(statements).toEqual(['UPDATE a', 'BROKEN b', 'BROKEN b', 'UPDATE c']);
});

test('a statement that takes longer than the function can wait is stopped, and told by its number', async () => {
  const world = withSql('UPDATE a', 'UPDATE huge');
  world.hangs = 'UPDATE huge';

  await expect(setUp(world)).rejects.toMatchObject({
    code: 'SQL_TIMED_OUT',
    message: expect.stringMatching(/^statement 2 of the custom SQL: it took longer than \d+ s/),
  });
});

test('a statement that would get little time waits for the next run of the function', async () => {
  const world = withSql('UPDATE a', 'UPDATE b');
  world.statementMs = 60_000;

  await expect(setUp(world)).rejects.toThrow(NotYet);
  expect(world.did.filter((call) => call.startsWith('UPDATE'))).toEqual(['UPDATE a']);
  await setUp(world);

  expect(world.did.filter((call) => call.startsWith('UPDATE'))).toEqual(['UPDATE a', 'UPDATE b']);
});

test('nothing runs beside a statement that an earlier delivery left behind', async () => {
  const world = withSql('UPDATE a');
  world.alone = false;

  await expect(setUp(world)).rejects.toThrow('connection 7 of an earlier delivery');
  expect(world.did).not.toContain('permit');
});

test('custom SQL does not run twice on one cluster, however often it is replayed', async () => {
  const world = withSql('UPDATE a');
  await setUp(world);
  world.operation = { ...world.operation, attempt: 2 };

  await setUp(world);

  expect(world.did.filter((call) => call === 'UPDATE a')).toHaveLength(1);
});

test('custom SQL runs again on the cluster that a later attempt restored', async () => {
  const world = withSql('UPDATE a');
  await setUp(world);
  world.operation = { ...world.operation, attempt: 2 };
  world.learn({ resources: { 'cluster-2': restored(2, 'cluster-NEWER') } });
  world.changeCluster('target', { resource_id: 'cluster-NEWER' });

  await setUp(world);

  expect(world.did.filter((call) => call === 'UPDATE a')).toHaveLength(2);
});

test('another cluster under the name gets no users', async () => {
  const world = new DatabaseWorld();
  world.changeCluster('target', { resource_id: 'cluster-OTHER' });

  await expect(setUp(world)).rejects.toMatchObject({ code: 'CLUSTER_VANISHED' });
  expect(world.did).toEqual(['look at cluster target']);
});

test('a declared user who cannot log in is named, with the secret of its password', async () => {
  const world = new DatabaseWorld();
  world.locked = 'app_user';

  await expect(setUp(world)).rejects.toMatchObject({
    code: 'DATABASE_LOGIN_REFUSED',
    message: `no login for the declared user app_user, whose password secret ${secretName('app_user')} holds`,
  });
});

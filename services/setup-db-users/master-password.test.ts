import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { NotYet, StepFailure } from '../../shared/errors.ts';
import { DatabaseWorld, MANAGED, PASSWORD } from './database-world.fixture.ts';

const SECRET = 'aurora-restore/dev/target/admin';
const ASK = 'set the master password of target';
const MANAGE = 'manage the master password of target';

/** What kept it from being done. */
const obstacle = async (world: DatabaseWorld): Promise<Error> =>
  await world.setUp().then(
    () => new Error('nothing'),
    (error: Error) => error,
  );

/** A server that takes no login with the master password that RDS was told. */
function deaf(): DatabaseWorld {
  const world = new DatabaseWorld({ credentials: 'reset' });
  world.settle = () => world.changeCluster('target', { status: 'available', pending: [] });
  return world;
}

test.each(['source', undefined] as const)(
  'with credentials %s the source’s password is used, and none is set',
  async (credentials) => {
    const world = new DatabaseWorld({ credentials });

    await world.setUp();

    expect(world.did).toContain('read aurora-restore/dev/master-credentials');
    expect(world.effects).toEqual([]);
  },
);

test('a new master password is stored, told to RDS, proven, made current, and then used', async () => {
  const world = new DatabaseWorld({ credentials: 'reset' });

  await world.finish();

  const steps = [`store ${SECRET}`, ASK, 'make current admin'];
  expect(world.did.filter((call) => steps.includes(call))).toEqual(steps);
  expect(world.secrets.get(SECRET)).toEqual({ pending: PASSWORD, current: PASSWORD });
  expect(world.did).not.toContain('read aurora-restore/dev/master-credentials');
});

test('it waits while RDS sets the password', async () => {
  const world = new DatabaseWorld({ credentials: 'reset' });
  await obstacle(world);

  const waiting = await obstacle(world);

  expect(waiting).toBeInstanceOf(NotYet);
  expect(waiting.message).toBe('cluster target is resetting-master-credentials');
  expect(world.effects).toEqual([ASK]);
});

test('a password that RDS has pending is waited for', async () => {
  const world = new DatabaseWorld({ credentials: 'reset' });
  world.changeCluster('target', { pending: ['MasterUserPassword'] });

  expect((await obstacle(world)).message).toBe('cluster target has pending: MasterUserPassword');
  expect(world.secrets.size).toBe(0);
});

test.each(['source', 'reset', 'managed'] as const)(
  'with credentials %s it waits for an instance that is available',
  async (credentials) => {
    const world = new DatabaseWorld({ credentials });
    world.changeInstance('target-1', { status: 'creating' });

    expect((await obstacle(world)).message).toBe('the writer of target is creating');
    expect(world.did).toEqual(['look at cluster target', 'look at instances of target']);
  },
);

test('a login that is refused right after is waited for, and the same password told again', async () => {
  const world = deaf();
  const passwords = new Set<string | undefined>();

  for (const _ of [1, 2, 3]) {
    const waiting = await obstacle(world);
    world.settle();
    passwords.add(world.masterPassword);

    expect(waiting).toBeInstanceOf(NotYet);
    expect(waiting).toMatchObject({ code: 'MASTER_PASSWORD_NOT_SET' });
  }
  expect(passwords).toEqual(new Set([PASSWORD]));
  expect(world.secrets.get(SECRET)).toEqual({ pending: PASSWORD });
});

test('that RDS could not set the password fails with its words', async () => {
  const world = deaf();
  world.said.set('target-1', ['Unable to reset your password. Error information: busy']);

  expect(await obstacle(world)).toMatchObject({
    code: 'MASTER_PASSWORD_NOT_SET',
    message: 'target-1: Unable to reset your password. Error information: busy',
  });
  expect(world.effects).toEqual([]);
});

test('a database that cannot be reached is no reason to set the password', async () => {
  const world = new DatabaseWorld({ credentials: 'reset' });
  world.meanwhile = (call) => {
    if (call.startsWith('connect')) throw new StepFailure('DATABASE_UNREACHABLE', 'no route');
  };

  expect(await obstacle(world)).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  expect(world.effects).toEqual([]);
});

test('another cluster under the name gets no password', async () => {
  const world = new DatabaseWorld({ credentials: 'reset' });
  world.changeCluster('target', { resource_id: 'cluster-OTHER' });

  expect(await obstacle(world)).toMatchObject({ code: 'CLUSTER_VANISHED' });
  expect(world.secrets.size).toBe(0);
  expect(world.effects).toEqual([]);
});

test('RDS is asked once to manage the password, and its secret is then used', async () => {
  const world = new DatabaseWorld({ credentials: 'managed' });

  await world.finish();

  expect(world.effects).toEqual([MANAGE]);
  expect(world.did.filter((call) => /^read/.test(call))).toEqual([
    'read arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-target',
  ]);
});

test.each(['creating', 'rotating'])('a secret that is %s is waited for', async (status) => {
  const world = new DatabaseWorld({ credentials: 'managed' });
  world.changeCluster('target', { master_user_secret: { arn: 'arn:rds!', status } });

  expect((await obstacle(world)).message).toBe(`secret arn:rds! of target is ${status}`);
  expect(world.effects).toEqual([]);
});

test('a secret that is impaired fails', async () => {
  const world = new DatabaseWorld({ credentials: 'managed' });
  world.changeCluster('target', { master_user_secret: { arn: 'arn:rds!', status: 'impaired' } });

  expect(await obstacle(world)).toMatchObject({ code: 'MANAGED_SECRET_FAILED' });
});

test('a password that RDS rotates between reading and logging in is read again', async () => {
  const world = new DatabaseWorld({ credentials: 'managed' });
  world.managed = ['before', 'after'];

  await obstacle(world);
  world.settle();
  await world.setUp();

  expect(world.did.filter((call) => /^(read|connect)/.test(call)).slice(0, 5)).toEqual([
    'read arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-target',
    'connect to writer.example:3307 as admin',
    'read arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-target',
    'connect to writer.example:3307 as admin',
    'connect to writer.example:3307 as admin',
  ]);
});

test('a managed password that the database does not take is waited for', async () => {
  const world = new DatabaseWorld({ credentials: 'managed' });
  world.changeCluster('target', { master_user_secret: { arn: 'arn:rds!', status: 'active' } });

  expect(await obstacle(world)).toMatchObject({ code: 'MASTER_PASSWORD_NOT_SET' });
  expect(world.did.filter((call) => /^read/.test(call))).toHaveLength(2);
});

test.each(['reset', 'managed'] as const)(
  'with credentials %s it may die anywhere and be delivered again',
  async (credentials) => {
    const undisturbed = new DatabaseWorld({ credentials });
    const answer = await undisturbed.finish();
    for (let point = 0; point < undisturbed.did.length; point++) {
      const world = new DatabaseWorld({ credentials });
      let calls = 0;
      world.meanwhile = () => {
        if (calls++ === point) throw new Error('crash');
      };
      await expect(world.finish()).rejects.toThrow('crash');
      world.meanwhile = () => undefined;

      expect(await world.finish(), undisturbed.did[point]).toEqual(answer);
      expect(world.effects, undisturbed.did[point]).toEqual(undisturbed.effects);
      expect(world.accounts).toEqual(undisturbed.accounts);
      expect(world.secrets).toEqual(undisturbed.secrets);
    }
  },
);

test('the server never has a password that is not stored', async () => {
  const world = new DatabaseWorld({ credentials: 'reset' });
  world.meanwhile = (call) => {
    if (call === ASK) expect(world.secrets.get(SECRET)?.pending).toBe(PASSWORD);
  };

  await world.finish();

  expect(world.effects).toEqual([ASK]);
});

test.each(['reset', 'managed'] as const)(
  'with credentials %s nothing that it says or writes down holds a password',
  async (credentials) => {
    const world = new DatabaseWorld({ credentials });
    const waiting = await obstacle(world);

    const answer = await world.finish();

    const told = inspect([waiting, answer, world.operation, world.did], { depth: 20 });
    expect(told).not.toContain(PASSWORD);
    expect(told).not.toContain(MANAGED);
  },
);

test('a master password is set, and a secret asked for, under a permit', async () => {
  for (const credentials of ['reset', 'managed'] as const) {
    const world = new DatabaseWorld({ credentials });

    await world.finish();

    const asked = world.did.findIndex((call) => call === ASK || call === MANAGE);
    expect(world.did[asked - 1]).toBe('permit');
  }
});

import { expect, test } from 'vitest';
import { aCluster, anInstance, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import type { Instance } from '../../shared/aurora/cluster.ts';
import type { InstanceSettings, ShownCluster } from '../../shared/operation/settings.ts';
import { expectPermits } from '../../test/fixtures/steps/expectations.ts';
import { someSettings, someTarget } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { giveBack } from './give-back.ts';

const wanted = {
  ...someSettings,
  port: 3307,
  tags: { team: 'shop' },
  enable_cloudwatch_logs_exports: ['error', 'audit'],
  vpc_security_group_ids: ['sg-apps', 'sg-admins'],
  backup_retention_period: 9,
  preferred_backup_window: '01:00-01:30',
  preferred_maintenance_window: 'tue:02:00-tue:02:30',
};
const planned: InstanceSettings = {
  id: 'target-1',
  instance_class: 'db.r6g.large',
  promotion_tier: 0,
  tags: { team: 'shop' },
};

/** As it stands once its users are set up, but for what a test says. */
const standing: ShownCluster = {
  engine_version: someSettings.engine_version,
  port: 3307,
  tags: { team: 'shop', somebody: 'else' },
  enable_cloudwatch_logs_exports: ['audit', 'error'],
  vpc_security_group_ids: ['sg-isolation'],
  backup_retention_period: 9,
  preferred_backup_window: '01:00-01:30',
  preferred_maintenance_window: 'sun:05:00-sun:05:30',
};

function usersAreSetUp({
  cluster = {},
  settings = {},
  instance = {},
}: {
  cluster?: Parameters<typeof aCluster>[0];
  settings?: Partial<ShownCluster>;
  instance?: Partial<Instance>;
} = {}) {
  return new World({
    step: 'archive_snapshot',
    target: { ...someTarget, settings: wanted, instances: [planned] },
    resources: {
      'cluster-1': {
        kind: 'cluster',
        id: 'target',
        role: 'target',
        attempt: 1,
        resource_id: 'cluster-NEW',
      },
    },
  }).addCluster(
    aCluster({
      resource_id: 'cluster-NEW',
      tags: madeBy('op-1'),
      settings: { ...standing, ...settings },
      ...cluster,
    }),
    anInstance('target-1', { settings: planned, ...instance }),
  );
}

const give = (world: World) => giveBack(world.aurora, world.input({}));

test('what was held back, and what RDS takes only now, is given in one change', async () => {
  const world = usersAreSetUp();

  expect(await give(world)).toMatchObject({ kind: 'given' });
  expect(world.effects).toEqual([
    'modify vpc_security_group_ids,preferred_maintenance_window of target',
  ]);
  expectPermits(world);
});

test('the protection is given with it, and may be all that is', async () => {
  const both = usersAreSetUp({ cluster: { deletion_protection: true } });
  const alone = usersAreSetUp({
    cluster: { deletion_protection: true },
    settings: {
      vpc_security_group_ids: wanted.vpc_security_group_ids,
      preferred_maintenance_window: wanted.preferred_maintenance_window,
    },
  });

  await give(both);
  await give(alone);

  expect(both.effects).toEqual([
    'modify vpc_security_group_ids,preferred_maintenance_window,deletion_protection of target',
  ]);
  expect(alone.effects).toEqual(['modify deletion_protection of target']);
});

test('what stands already is not asked for again', async () => {
  const world = usersAreSetUp();
  await give(world);

  await give(world);

  expect(world.effects).toHaveLength(1);
});

test.each([
  ['target is modifying', { cluster: { status: 'modifying' } }],
  ['target has not yet applied StorageType', { cluster: { pending: ['StorageType'] } }],
  ['target-1 is rebooting', { instance: { status: 'rebooting' } }],
  ['the parameters of target-1 are applying', { instance: { parameter_status: 'applying' } }],
])('while %s nothing is changed', async (reason, state) => {
  const world = usersAreSetUp(state);

  expect(await give(world)).toEqual({ kind: 'check-again', reason });
  expect(world.effects).toEqual([]);
});

test.each([
  ['target: port is 3306, not 3307', { settings: { port: 3306 } }],
  [
    'target: tags is {"team":"other"}, not {"team":"shop"}',
    { settings: { tags: { team: 'other' } } },
  ],
  [
    'target: enable_cloudwatch_logs_exports is [], not ["error","audit"]',
    { settings: { enable_cloudwatch_logs_exports: [] } },
  ],
  [
    'target-1: promotion_tier is 1, not 0',
    { instance: { settings: { ...planned, promotion_tier: 1 } } },
  ],
  [
    'target-1: its parameter group is pending-reboot',
    { instance: { parameter_status: 'pending-reboot' } },
  ],
  ['target-1 is gone', { instance: { cluster_id: 'another' } }],
])('%s: the cluster stays closed', async (message, state) => {
  const world = usersAreSetUp(state);

  await expect(give(world)).rejects.toMatchObject({ code: 'SETTINGS_DIFFER', message });
  expect(world.effects).toEqual([]);
});

test('every difference is told at once', async () => {
  const world = usersAreSetUp({ settings: { port: 3306, tags: {} } });

  await expect(give(world)).rejects.toThrow(/port is .*; .*tags is /);
});

test('names are compared as RDS stores them, and keys by their ARNs alone', async () => {
  const world = usersAreSetUp({
    settings: { db_subnet_group_name: 'private', kms_key_id: 'arn:aws:kms:x:1:key/one' },
  });
  world.learn({
    target: {
      ...someTarget,
      settings: { ...wanted, db_subnet_group_name: 'Private', kms_key_id: 'alias/one' },
    },
  });

  expect(await give(world)).toMatchObject({ kind: 'given' });
});

test('a change that RDS does not show is waited for once, then it is a failure', async () => {
  const world = usersAreSetUp();
  world.meanwhile = (call) => {
    if (call === 'look at cluster target') world.changeCluster('target', { settings: standing });
  };

  const first = await give(world);
  const reason = first.kind === 'check-again' ? first.reason : '';
  expect(reason).toContain('target: vpc_security_group_ids is ["sg-isolation"], not');

  world.operation = {
    ...world.operation,
    stages: {
      archive_snapshot: {
        event: { source: 'aurora-restore', detail_type: 'UsersConfigured', detail: {} },
        started_at: '2026-01-02T12:00:00.000Z',
        waiting: { since: '2026-01-02T12:00:00.000Z', reason },
      },
    },
  };
  await expect(give(world)).rejects.toMatchObject({ code: 'SETTINGS_DIFFER' });
});

test('of an operation that planned no instances the cluster alone is looked at', async () => {
  const world = usersAreSetUp({ instance: { status: 'rebooting' } });
  world.learn({ target: { ...someTarget, settings: wanted } });

  expect(await give(world)).toMatchObject({ kind: 'given' });
});

import { expect, test } from 'vitest';
import { aCluster, anInstance, aSnapshot, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import { type Reason, StepFailure } from '../../shared/errors.ts';
import { expectRepeatable } from '../../test/fixtures/steps/expectations.ts';
import { REGION, someTarget } from '../../test/fixtures/steps/operation.ts';
import { World } from '../../test/fixtures/steps/world.ts';
import { asked, check, type Given } from './snapshot-check.fixture.ts';

/** What the step learnt of the target. */
async function learnt(world: World, given: Given = {}) {
  const answer = await check(world, given);
  if (answer.kind !== 'done' || !answer.learnt.target) throw new Error('it is not done');
  return answer.learnt.target;
}

const latest = { snapshot_name: undefined, source_cluster_id: 'source' };

test('a request for a new cluster is verified, and the target is held', async () => {
  const world = asked();

  expect(await check(world)).toMatchObject({
    kind: 'done',
    event: {
      name: 'SnapshotVerified',
      facts: {
        snapshot_arn: aSnapshot().arn,
        engine_version: '8.0.mysql_aurora.3.08.0',
        copy_required: false,
        target_cluster_id: 'target',
        target_exists: false,
      },
    },
    learnt: {
      snapshot: {
        arn: aSnapshot().arn,
        id: 'shop-1',
        source_cluster_id: 'source',
        source_resource_id: 'cluster-SOURCE',
        engine: 'aurora-mysql',
        engine_version: '8.0.mysql_aurora.3.08.0',
        master_username: 'admin',
        created_at: '2026-01-01T03:00:00.000Z',
        kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/first',
      },
      target: {
        cluster_id: 'target',
        settings: {
          db_instance_class: 'db.r6g.large',
          instance_count: 1,
          final_snapshot: true,
          archive: 'delete',
          deletion_protection: false,
          engine_version: '8.0.mysql_aurora.3.08.0',
          tags: {},
          credentials: 'source',
          undeclared_users: 'lock',
        },
        origins: { db_instance_class: 'deployment', engine_version: 'snapshot' },
        instances: [{ id: 'target-1', instance_class: 'db.r6g.large' }],
      },
    },
  });
  expect(world.effects).toEqual(['hold target']);
});

test('what stands under the target’s name is written down as it is', async () => {
  const world = asked().addTarget({ settings: { port: 3306 } }, 'target-1', 'target-2');
  world.changeInstance('target-2', { promotion_tier: 3 });

  expect((await learnt(world)).old).toMatchObject({
    arn: aCluster().arn,
    resource_id: 'cluster-OLD',
    deletion_protection: false,
    settings: { port: 3306, instances: [{ id: 'target-1' }, { id: 'target-2' }] },
    instances: [
      { id: 'target-1', instance_class: 'db.r6g.large', writer: true },
      { id: 'target-2', instance_class: 'db.r6g.large', writer: false, promotion_tier: 3 },
    ],
  });
});

test('it may die anywhere and be delivered again', async () => {
  await expectRepeatable(() => asked().addTarget(), check);
});

test('what a request leaves open comes from the deployment', async () => {
  const { settings } = await learnt(asked(), {
    request: { instance_count: 2, tags: { team: 'shop' } },
    defaults: {
      db_instance_class: 'db.r6g.xlarge',
      instance_count: 3,
      tags: { team: 'x', a: 'b' },
    },
  });

  expect(settings).toMatchObject({
    db_instance_class: 'db.r6g.xlarge',
    instance_count: 2,
    tags: { team: 'shop', a: 'b' },
  });
});

test('the engine version is the snapshot’s unless another is asked for', async () => {
  const engine_version = '8.0.mysql_aurora.3.10.0';

  expect((await learnt(asked())).settings.engine_version).toBe(aSnapshot().engine_version);
  expect((await learnt(asked(), { request: { engine_version } })).settings.engine_version).toBe(
    engine_version,
  );
});

test('the latest available snapshot of a cluster is taken', async () => {
  const world = asked().addSnapshot(
    aSnapshot({ id: 'newest', created_at: new Date('2026-01-03'), status: 'creating' }),
    aSnapshot({ id: 'newer', created_at: new Date('2026-01-02T10:00:00Z') }),
    aSnapshot({ id: 'newer-still', created_at: new Date('2026-01-02T11:00:00Z') }),
    aSnapshot({ id: 'other', created_at: new Date('2026-01-04'), source_cluster_id: 'other' }),
  );

  const answer = await check(world, { request: latest });

  expect(answer).toMatchObject({ learnt: { snapshot: { id: 'newer-still' } } });
});

test('where no snapshot of the day is available, the one being taken is waited for', async () => {
  const world = asked().addSnapshot(
    aSnapshot({ id: 'broken', created_at: new Date('2026-01-02T23:00:00Z'), status: 'failed' }),
    aSnapshot({ id: 'coming', created_at: new Date('2026-01-02T10:00:00Z'), status: 'creating' }),
  );

  const answer = await check(world, { request: { ...latest, snapshot_date: '2026-01-02' } });

  expect(answer).toMatchObject({ kind: 'check-again', reason: 'snapshot coming is creating' });
});

test('where every snapshot of the day is broken, it is said how', async () => {
  const world = asked().addSnapshot(
    aSnapshot({ id: 'broken', created_at: new Date('2026-01-02T23:00:00Z'), status: 'failed' }),
  );

  await expect(
    check(world, { request: { ...latest, snapshot_date: '2026-01-02' } }),
  ).rejects.toMatchObject({
    code: 'SNAPSHOT_NOT_AVAILABLE',
    message: 'snapshot broken is failed',
  });
});

test('the latest snapshot of a day is taken, counted in UTC', async () => {
  const world = asked().addSnapshot(
    aSnapshot({ id: 'early', created_at: new Date('2026-01-02T00:00:00Z') }),
    aSnapshot({ id: 'late', created_at: new Date('2026-01-02T23:59:59Z') }),
    aSnapshot({ id: 'next', created_at: new Date('2026-01-03T00:00:00Z') }),
  );

  const answer = await check(world, { request: { ...latest, snapshot_date: '2026-01-02' } });

  expect(answer).toMatchObject({ learnt: { snapshot: { id: 'late' } } });
});

test('a copy that the pipeline made does not pass for a new snapshot', async () => {
  const world = asked().addSnapshot(
    aSnapshot({
      id: 'copy',
      created_at: new Date('2026-01-05'),
      copy_of: aSnapshot().arn,
      tags: madeBy('op-0'),
    }),
    aSnapshot({ id: 'final', created_at: new Date('2026-01-02'), tags: madeBy('op-0') }),
  );

  const answer = await check(world, { request: latest });

  expect(answer).toMatchObject({ learnt: { snapshot: { id: 'final' } } });
});

test.each([
  { snapshot_name: 'none' },
  { snapshot_name: undefined, source_cluster_id: 'nobody' },
  { ...latest, snapshot_date: '2025-01-01' },
])('a snapshot that is not there fails until there is one: %o', async (request) => {
  const world = asked();

  await expect(check(world, { request })).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' });
  expect(world.effects).toEqual([]);
});

test.each(['creating', 'copying'])('a snapshot that is %s is waited for', async (status) => {
  const world = asked();
  world.changeSnapshot('shop-1', { status, progress: 30 });

  expect(await check(world)).toEqual({
    kind: 'check-again',
    reason: `snapshot shop-1 is ${status}`,
    progress: 30,
  });
  expect(world.effects).toEqual([]);
});

test.each(['failed', 'deleting', 'incompatible-restore'])(
  'a snapshot that is %s is of no use',
  async (status) => {
    const world = asked();
    world.changeSnapshot('shop-1', { status });

    await expect(check(world)).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_AVAILABLE' });
  },
);

test('without the master login nothing is begun', async () => {
  const world = asked();
  const missing = async () => {
    throw new StepFailure('MASTER_SECRET_MISSING', 'secret x: there is none');
  };

  await expect(check(world, { login: missing })).rejects.toMatchObject({
    code: 'MASTER_SECRET_MISSING',
  });
  expect(world.effects).toEqual([]);
});

test('a target that another operation holds rejects the request, and names it', async () => {
  const world = asked();
  world.held.set('target', 'op-0');

  await expect(check(world)).rejects.toMatchObject({
    reasons: [
      {
        code: 'TARGET_LOCKED',
        field: 'target_cluster_id',
        message: 'target_cluster_id target is held by operation op-0',
      },
    ],
  });
});

test('what may not be replaced stays with the operation that failed after it had restored it', async () => {
  const world = asked().addTarget({ deletion_protection: true });
  world.held.set('target', 'op-0');
  world.holders.set('op-0', 'failed');

  await expect(check(world)).rejects.toMatchObject({ code: 'TARGET_PROTECTED' });

  expect(world.held.get('target')).toBe('op-0');
});

test('a protected target at which another operation is at work rejects the request all the same', async () => {
  const world = asked().addTarget({ deletion_protection: true });
  world.held.set('target', 'op-0');

  await expect(check(world)).rejects.toMatchObject({ reasons: [{ code: 'TARGET_LOCKED' }] });
});

test('a target that changes until it is held is looked at again', async () => {
  const world = asked().addTarget();
  world.meanwhile = (call) => {
    if (call === 'hold target') world.changeCluster('target', { deletion_protection: true });
  };

  await expect(check(world)).rejects.toMatchObject({ code: 'TARGET_PROTECTED' });
});

test.each([
  ['TARGET_REGION_MISMATCH', 'target_region', { target_region: 'us-east-1' }],
  ['REQUEST_INVALID', 'serverless_v2_scaling', { db_instance_class: 'db.serverless' }],
  [
    'REQUEST_INVALID',
    'serverless_v2_scaling',
    { serverless_v2_scaling: { min_capacity: 1, max_capacity: 2 } },
  ],
  ['REQUEST_INVALID', 'target_cluster_id', { target_cluster_id: 'x'.repeat(62) }],
  ['ENGINE_VERSION_DOWNGRADE', 'engine_version', { engine_version: '8.0.mysql_aurora.3.07.1' }],
  ['ENGINE_VERSION_DOWNGRADE', 'engine_version', { engine_version: '5.7.mysql_aurora.2.12.0' }],
  ['TARGET_IS_SOURCE', 'target_cluster_id', { target_cluster_id: 'source' }],
])('%s: what can never be carried out is rejected for its %s: %o', async (code, field, request) => {
  const world = asked();

  await expect(check(world, { request })).rejects.toMatchObject({ reasons: [{ code, field }] });
  expect(world.effects).toEqual([]);
});

test.each([{ engine: 'aurora-postgresql' }, { engine: 'mysql' }, { engine_mode: 'serverless' }])(
  'a snapshot of %o is rejected',
  async (other) => {
    const world = asked();
    world.changeSnapshot('shop-1', other);

    await expect(check(world)).rejects.toMatchObject({
      reasons: [{ code: 'ENGINE_NOT_SUPPORTED' }],
    });
  },
);

test('every reason is told at once', async () => {
  const request = {
    target_region: 'us-east-1',
    db_instance_class: 'db.serverless',
    engine_version: '5.7.mysql_aurora.2.12.0',
  };

  await expect(check(asked(), { request })).rejects.toMatchObject({
    reasons: [
      { code: 'TARGET_REGION_MISMATCH' },
      { code: 'REQUEST_INVALID' },
      { code: 'ENGINE_VERSION_DOWNGRADE' },
    ],
  });
});

test('a request in the wrong region is rejected though the snapshot is not there', async () => {
  const request = { snapshot_name: 'elsewhere', target_region: 'us-west-2' };

  await expect(check(asked(), { request })).rejects.toMatchObject({
    reasons: [{ code: 'TARGET_REGION_MISMATCH' }],
  });
});

test('the deployment’s own regions may be named', async () => {
  const request = { target_region: REGION, source_region: REGION };

  expect(await check(asked(), { request })).toMatchObject({ kind: 'done' });
});

test.each([
  ['arn:aws:kms:eu-west-1:123456789012:key/second', true],
  ['alias/second', true],
  ['arn:aws:kms:eu-west-1:123456789012:key/first', false],
  ['alias/first', false],
  ['first', false],
  ['irst', true],
])('under the key %s a copy is needed: %s', async (kms_key_id, copy_required) => {
  const answer = await check(asked(), { request: { kms_key_id } });

  expect(answer).toMatchObject({ event: { facts: { copy_required } } });
});

test('the key that was looked at is the one to be used, whatever its alias means later', async () => {
  const { settings } = await learnt(asked(), { request: { kms_key_id: 'alias/second' } });

  expect(settings.kms_key_id).toBe('arn:aws:kms:eu-west-1:123456789012:key/second');
});

test('a key that cannot be used is found before the target is held', async () => {
  const world = asked();
  world.keyProblems.set('alias/second', 'KEY_NOT_FOUND');

  await expect(check(world, { request: { kms_key_id: 'alias/second' } })).rejects.toMatchObject({
    code: 'KEY_NOT_FOUND',
    message: expect.stringContaining('kms_key_id: key alias/second'),
  });

  expect(world.effects).toEqual([]);
});

test('what is wrong with keys and references is told at once', async () => {
  const world = asked();
  world.keyProblems.set('alias/second', 'KEY_NOT_FOUND');
  world.keyProblems.set(aSnapshot().kms_key_id ?? '', 'KEY_DISABLED');
  const references: Reason[] = [
    { code: 'REFERENCE_NOT_FOUND', field: 'db_subnet_group_name', message: 'there is no group' },
  ];

  await expect(
    check(world, { references, request: { kms_key_id: 'alias/second' } }),
  ).rejects.toMatchObject({
    code: 'KEY_DISABLED',
    message: expect.stringMatching(/^snapshot shop-1: key .*; kms_key_id: .*; there is no group$/),
    reasons: [{ code: 'KEY_DISABLED' }, { code: 'KEY_NOT_FOUND' }, { code: 'REFERENCE_NOT_FOUND' }],
  });
});

test('an unencrypted snapshot is not copied, since a copy cannot encrypt it', async () => {
  const world = asked();
  world.changeSnapshot('shop-1', { kms_key_id: undefined });

  const answer = await check(world, { request: { kms_key_id: 'first' } });

  expect(answer).toMatchObject({ event: { facts: { copy_required: false } } });
});

test.each([
  ['TARGET_IS_SOURCE', { resource_id: 'cluster-SOURCE' }],
  ['TARGET_NOT_MANAGED', { tags: {} }],
  ['TARGET_PROTECTED', { deletion_protection: true }],
  ['TARGET_IN_GLOBAL_CLUSTER', { global_cluster_id: 'world' }],
  ['TARGET_STOPPED', { status: 'stopped' }],
])('%s: a target that must not be deleted stops the request', async (code, target) => {
  await expect(check(asked().addTarget(target))).rejects.toMatchObject({ code });
});

test('an instance of the target that must not be deleted stops the request', async () => {
  const world = asked().addCluster(aCluster(), anInstance('target-1', { tags: {} }));

  await expect(check(world)).rejects.toMatchObject({ code: 'TARGET_NOT_MANAGED' });
});

test('a replay looks at the target anew', async () => {
  const world = new World().addTarget({ resource_id: 'cluster-NEWER' });

  expect((await learnt(world)).old).toMatchObject({ resource_id: 'cluster-NEWER' });
});

const lifted = [{ cluster_id: 'target', lift_protection: true }];

test.each([
  ['is put back', {}, {}, true],
  ['is left away where the request says so', { deletion_protection: false }, {}, false],
  ['is put on where the deployment has it so', {}, { deletion_protection: true }, true],
])('protection that is lifted %s', async (_, request, defaults, deletion_protection) => {
  const world = asked().addTarget({ deletion_protection: true });

  const { settings } = await learnt(world, { request, defaults, allowed: lifted });

  expect(settings.deletion_protection).toBe(deletion_protection);
});

test.each([true, false])(
  'in a later attempt the protection (%s) is what the first one decided',
  async (deletion_protection) => {
    const world = asked().addTarget({ deletion_protection: true, tags: madeBy('op-1') });
    const settings = { ...someTarget.settings, deletion_protection };
    world.operation = {
      ...world.operation,
      attempt: 2,
      target: { ...someTarget, settings },
      resources: {
        'cluster-1': {
          kind: 'cluster',
          id: 'target',
          role: 'target',
          attempt: 1,
          resource_id: 'cluster-OLD',
        },
      },
    };

    expect((await learnt(world)).settings.deletion_protection).toBe(deletion_protection);
  },
);

test('the security groups that the cluster will have are written down, also where RDS would choose them', async () => {
  const named = { vpc_security_group_ids: ['sg-12345678'] };

  expect((await learnt(asked())).settings.vpc_security_group_ids).toEqual(['sg-default']);
  expect((await learnt(asked(), { request: named })).settings.vpc_security_group_ids).toEqual([
    'sg-12345678',
  ]);
});

test('where nobody knows which security groups the cluster would have, nothing is begun', async () => {
  const world = asked();

  await expect(check(world, { defaultGroup: null })).rejects.toMatchObject({
    code: 'REFERENCE_NOT_FOUND',
    message: expect.stringContaining('vpc_security_group_ids'),
  });
  expect(world.effects).toEqual([]);
});

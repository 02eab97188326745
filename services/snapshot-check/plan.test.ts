import { expect, test } from 'vitest';
import type { RestoreRequest } from '../../events/restore-request.ts';
import { aCluster, anInstance, aSnapshot, madeBy } from '../../shared/aurora/aurora.fixture.ts';
import { someTarget } from '../../test/fixtures/steps/operation.ts';
import { SourceWorld } from '../../test/fixtures/steps/source-world.ts';
import type { World } from '../../test/fixtures/steps/world.ts';
import { asked, check, type Given } from './snapshot-check.fixture.ts';

/** What a dry run of a request comes to. */
async function planFor(world: World, { request, ...given }: Given = {}) {
  const answer = await check(world, { ...given, request: { dry_run: true, ...request } });
  if (answer.kind !== 'done' || !answer.learnt.plan) throw new Error('there is no plan');
  expect(answer.event.name).toBe('RestorePlanned');
  expect(world.effects).toEqual([]);
  return answer.learnt.plan;
}

test('a plan of what can be done says what it would do, and takes nothing', async () => {
  const plan = await planFor(asked().addTarget());

  expect(plan).toMatchObject({
    can_finish: true,
    findings: [],
    unproven: [],
    waits: [],
    creates: ['snapshot aurora-restore-op-1-final-1', 'cluster target', 'instance target-1'],
    deletes: ['instance target-1', 'cluster target (cluster-OLD)'],
    keeps: ['snapshot shop-1, the source', 'snapshot aurora-restore-op-1-final-1'],
  });
});

test('everything in its way is told at once, each with what to do', async () => {
  const world = asked().addCluster(
    aCluster({ tags: {}, deletion_protection: true, status: 'stopped' }),
    anInstance('target-1', { tags: {} }),
  );
  world.keyProblems.set('alias/gone', 'KEY_NOT_FOUND');
  world.held.set('target', 'op-0');
  const request: Partial<RestoreRequest> = {
    engine_version: '5.7.mysql_aurora.2.12.0',
    kms_key_id: 'alias/gone',
  };

  const { can_finish, findings } = await planFor(world, {
    request,
    references: [{ code: 'REFERENCE_NOT_FOUND', message: 'no group' }],
    quotas: [{ code: 'QUOTA_EXCEEDED', message: 'full' }],
  });

  expect(can_finish).toBe(false);
  expect(findings.map(({ code }) => code)).toEqual([
    'ENGINE_VERSION_DOWNGRADE',
    'TARGET_LOCKED',
    'KEY_NOT_FOUND',
    'REFERENCE_NOT_FOUND',
    'QUOTA_EXCEEDED',
    'TARGET_NOT_MANAGED',
    'TARGET_NOT_MANAGED',
    'TARGET_PROTECTED',
    'TARGET_STOPPED',
  ]);
  for (const { remedy } of findings) expect(remedy).not.toBe('');
});

test('a snapshot that is not there does not keep the rest from being told', async () => {
  const { findings } = await planFor(asked().addTarget({ deletion_protection: true }), {
    request: { snapshot_name: 'none' },
  });

  expect(findings.map(({ code }) => code)).toEqual(['SNAPSHOT_NOT_FOUND', 'TARGET_PROTECTED']);
});

test('a snapshot in the making is no obstacle: it would be waited for', async () => {
  const world = asked();
  world.changeSnapshot('shop-1', { status: 'creating', progress: 30 });

  expect(await planFor(world)).toMatchObject({
    can_finish: true,
    waits: ['snapshot shop-1 is creating (30 %)'],
  });
});

test.each([
  [true, true],
  [false, false],
])(
  'where a key is unproven and the deployment allows it: %s, it can finish: %s',
  async (allowUnproven, can_finish) => {
    const world = asked();
    world.unprovenKeys.add(aSnapshot().kms_key_id ?? '');

    const plan = await planFor(world, { allowUnproven });

    expect(plan).toMatchObject({
      can_finish,
      unproven: [{ code: 'KEY_UNPROVEN', allowed: allowUnproven }],
    });
  },
);

test('without a dry run an unproven key stops the request, unless the deployment allows it', async () => {
  const made = () => {
    const world = asked();
    world.unprovenKeys.add(aSnapshot().kms_key_id ?? '');
    return world;
  };

  await expect(check(made())).rejects.toMatchObject({ code: 'KEY_UNPROVEN' });
  expect(await check(made(), { allowUnproven: true })).toMatchObject({ kind: 'done' });
});

const copying = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `copy-${index + 1}`,
    source_arn: 'arn',
    progress: undefined,
  }));

test.each([
  [4, []],
  [5, [expect.stringContaining('5 copies')]],
])('with %i copies from other regions in progress it would wait: %o', async (count, waits) => {
  const { target: _, ...operation } = new SourceWorld().operation;
  const world = new SourceWorld();
  world.operation = operation;

  const plan = await planFor(world, {
    copying: copying(count),
    request: { source_region: 'us-east-1' },
  });

  expect(plan.waits).toEqual(waits);
});

test('a name that the restore would give and somebody has taken stands in its way', async () => {
  const world = asked().addCluster(
    aCluster({ id: 'other' }),
    anInstance('target-1', { cluster_id: 'other' }),
  );

  const { findings } = await planFor(world);

  expect(findings).toMatchObject([
    { code: 'TARGET_NAME_TAKEN', message: expect.stringContaining('instance target-1') },
  ]);
});

test('a secret of another master user stands in its way, but not where the password is set anew', async () => {
  const login = async () => ({ username: 'root', password: 'x' });

  expect((await planFor(asked(), { login })).findings).toMatchObject([
    { code: 'MASTER_SECRET_MISSING', message: expect.stringContaining('root') },
  ]);
  const request: Partial<RestoreRequest> = { credentials: 'reset' };
  expect((await planFor(asked(), { login, request })).findings).toEqual([]);
});

test('a key for Performance Insights that cannot be used stands in the way, and another is named by its ARN', async () => {
  const insights = { enable_performance_insights: true };
  const gone = { ...insights, performance_insights_kms_key_id: 'alias/gone' };
  const kept = { ...insights, performance_insights_kms_key_id: 'alias/kept' };
  const world = asked();
  world.keyProblems.set('alias/gone', 'KEY_NOT_FOUND');

  expect((await planFor(world, { request: gone })).findings).toMatchObject([
    { code: 'KEY_NOT_FOUND', field: 'performance_insights_kms_key_id' },
  ]);
  expect(await check(asked(), { request: kept })).toMatchObject({
    learnt: {
      target: {
        instances: [
          { performance_insights_kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/kept' },
        ],
      },
    },
  });
});

test('over what an operation left that did not complete, it is said whose settings come back', async () => {
  const world = asked().addTarget({ tags: madeBy('op-0') });
  world.holders.set('op-0', 'failed');

  const { notes } = await planFor(world);

  expect(notes).toEqual([expect.stringContaining('op-0, which is failed')]);
});

test('a declared user that has the master user’s name stands in the way', async () => {
  const users = [{ username: 'admin', host: '%', privileges: 'read' as const }];

  expect((await planFor(asked(), { database: { users } })).findings).toMatchObject([
    { code: 'DECLARED_USER_IS_MASTER', message: expect.stringContaining('admin') },
  ]);
});

test('the old target’s own key is needed for its final snapshot, whatever key is asked for', async () => {
  const made = () => {
    const world = asked().addTarget({ settings: { kms_key_id: 'old-key' } });
    world.keyProblems.set('old-key', 'KEY_DISABLED');
    return world;
  };
  const request: Partial<RestoreRequest> = { kms_key_id: 'alias/second' };

  expect((await planFor(made(), { request })).findings).toMatchObject([
    { code: 'KEY_DISABLED', message: expect.stringContaining('final snapshot') },
  ]);
  const without = { ...request, final_snapshot: false };
  expect((await planFor(made(), { request: without })).findings).toEqual([]);
});

test('protection that an operation lifted and did not put back is given back by the next one', async () => {
  const world = asked().addTarget();
  world.held.set('target', 'op-0');
  world.holders.set('op-0', 'failed');
  const { old } = someTarget;
  if (!old) throw new Error('the target stands');
  const settings = { ...old.settings, deletion_protection: true };
  world.recorded.set('op-0', { target: { ...someTarget, old: { ...old, settings } } });

  const answer = await check(world);

  expect(answer).toMatchObject({
    learnt: { target: { settings: { deletion_protection: true } } },
  });
});

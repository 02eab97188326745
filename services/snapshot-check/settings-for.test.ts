import { expect, test } from 'vitest';
import type { RestoreRequest } from '../../events/restore-request.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import type { OldTarget } from '../../shared/operation/operation.ts';
import type { ShownInstance } from '../../shared/operation/settings.ts';
import { settingsFor } from './settings-for.ts';

const instance = (id: string, more: Partial<ShownInstance> = {}): ShownInstance => ({
  id,
  instance_class: 'db.r5.large',
  promotion_tier: 1,
  availability_zone: 'eu-west-1a',
  db_parameter_group_name: 'shop-instances',
  tags: { of: id },
  enable_performance_insights: true,
  performance_insights_kms_key_id: 'arn:pi',
  ...more,
});

const shown: OldTarget['settings'] = {
  deletion_protection: true,
  db_subnet_group_name: 'private',
  vpc_security_group_ids: ['sg-0000aaaa'],
  db_cluster_parameter_group_name: 'shop-cluster',
  port: 3307,
  kms_key_id: 'arn:old-key',
  engine_version: '8.0.mysql_aurora.3.05.2',
  tags: { team: 'shop', stage: 'old' },
  backup_retention_period: 9,
  preferred_backup_window: '01:00-01:30',
  preferred_maintenance_window: 'tue:02:00-tue:02:30',
  enable_cloudwatch_logs_exports: ['error'],
  enable_iam_database_authentication: true,
  copy_tags_to_snapshot: true,
  storage_type: 'aurora-iopt1',
  network_type: 'DUAL',
  instances: [instance('writer', { promotion_tier: 0 }), instance('reader')],
};

const old = (more: OldTarget['settings'] = {}): OldTarget => ({
  arn: 'arn:old',
  resource_id: 'cluster-OLD',
  deletion_protection: true,
  instances: [],
  settings: { ...shown, ...more },
});

const given = (request: Partial<RestoreRequest>, defaults: object, before?: OldTarget) =>
  settingsFor({
    request: { target_cluster_id: 'target', ...request },
    defaults: parseConfiguration({ defaults }, 'test').defaults,
    snapshot: { engine_version: '8.0.mysql_aurora.3.08.0' },
    old: before,
  });

const settings = (
  request: Partial<RestoreRequest> = {},
  { defaults = {}, before = old() }: { defaults?: object; before?: OldTarget } = {},
) => given(request, defaults, before);

const fresh = (request: Partial<RestoreRequest>, defaults: object) => given(request, defaults);

test('an old target is given back, whatever the deployment’s defaults are', () => {
  const { instances: _, engine_version: __, ...cluster } = shown;

  const back = settings(
    {},
    { defaults: { instance_count: 5, db_instance_class: 'db.t4g.medium', tags: { stage: 'new' } } },
  );

  expect(back.settings).toMatchObject({
    ...cluster,
    engine_version: '8.0.mysql_aurora.3.08.0',
    db_instance_class: 'db.r5.large',
    instance_count: 2,
  });
  expect(back.instances).toEqual(
    [instance('writer', { promotion_tier: 0 }), instance('reader')].map((one) => ({
      ...one,
      tags: { stage: 'new', ...one.tags },
    })),
  );
});

test('each field that is asked for overrides, and no other is touched', () => {
  const before = settings();

  const after = settings({ port: 3333 });

  expect(after.settings).toEqual({ ...before.settings, port: 3333 });
  expect(after.instances).toEqual(before.instances);
  expect(after.origins).toEqual({ ...before.origins, port: 'request' });
});

test('each setting says where it comes from', () => {
  const { origins } = settings(
    { port: 3333, tags: { team: 'asked' }, db_instance_class: 'db.r6g.xlarge' },
    { defaults: { tags: { cost: '1' } }, before: old({ network_type: undefined }) },
  );

  expect(origins).toMatchObject({
    port: 'request',
    db_instance_class: 'request',
    instance_count: 'old_target',
    deletion_protection: 'old_target',
    archive: 'deployment',
    undeclared_users: 'rds',
    network_type: 'rds',
    engine_version: 'snapshot',
    'tags.team': 'request',
    'tags.stage': 'old_target',
    'tags.cost': 'deployment',
    'instances.writer.instance_class': 'request',
    'instances.writer.promotion_tier': 'old_target',
    'instances.writer.tags.of': 'old_target',
    'instances.reader.ca_certificate_identifier': 'rds',
  });
});

test('a new target is as the deployment has it', () => {
  const {
    settings: cluster,
    instances,
    origins,
  } = fresh({ instance_count: 2 }, { tags: { a: 'b' } });

  expect(cluster).toMatchObject({
    db_instance_class: 'db.r6g.large',
    deletion_protection: false,
    tags: { a: 'b' },
  });
  expect(instances).toEqual([
    { id: 'target-1', instance_class: 'db.r6g.large', tags: { a: 'b' } },
    { id: 'target-2', instance_class: 'db.r6g.large', tags: { a: 'b' } },
  ]);
  expect(origins).toMatchObject({ kms_key_id: 'snapshot', port: 'rds' });
});

test('more instances are like the writer but for its place, under names that are free', () => {
  const { instances } = settings(
    { instance_count: 4 },
    { before: old({ instances: [instance('target-2', { promotion_tier: 0 }), instance('b')] }) },
  );

  expect(instances.map(({ id }) => id)).toEqual(['target-2', 'b', 'target-1', 'target-3']);
  expect(instances[2]).toEqual({
    ...instance('target-1', { tags: { of: 'target-2' } }),
    promotion_tier: undefined,
    availability_zone: undefined,
  });
});

test('of fewer instances the writer stays', () => {
  expect(settings({ instance_count: 1 }).instances.map(({ id }) => id)).toEqual(['writer']);
});

test('mixed classes survive unless one is asked for', () => {
  const mixed = {
    before: old({
      serverless_v2_scaling: { min_capacity: 1, max_capacity: 4 },
      instances: [instance('writer'), instance('reader', { instance_class: 'db.serverless' })],
    }),
  };
  const classes = (request: Partial<RestoreRequest> = {}) =>
    settings(request, mixed).instances.map(({ instance_class }) => instance_class);

  expect(classes()).toEqual(['db.r5.large', 'db.serverless']);
  expect(settings({}, mixed)).toMatchObject({
    settings: { db_instance_class: 'db.r5.large', serverless_v2_scaling: { max_capacity: 4 } },
    reasons: [],
  });
  expect(classes({ db_instance_class: 'db.r6g.large' })).toEqual(['db.r6g.large', 'db.r6g.large']);
});

test('the deployment’s scaling belongs to its serverless instances alone', () => {
  const defaults = {
    db_instance_class: 'db.serverless',
    serverless_v2_scaling: { min_capacity: 1, max_capacity: 2 },
  };

  expect(fresh({}, defaults).settings.serverless_v2_scaling).toBeDefined();
  expect(
    fresh({ db_instance_class: 'db.r6g.large' }, defaults).settings.serverless_v2_scaling,
  ).toBeUndefined();
});

test('parameter groups do not follow into another engine family', () => {
  const {
    settings: cluster,
    instances,
    origins,
    notes,
  } = settings({}, { before: old({ engine_version: '5.7.mysql_aurora.2.12.0' }) });

  expect(cluster.db_cluster_parameter_group_name).toBeUndefined();
  expect(cluster.db_parameter_group_name).toBeUndefined();
  expect(instances[0]?.db_parameter_group_name).toBeUndefined();
  expect(origins).toMatchObject({ db_cluster_parameter_group_name: 'rds' });
  expect(notes).toEqual([
    'the old target’s parameter groups (shop-cluster, shop-instances) do not fit 8.0.mysql_aurora.3.08.0',
  ]);
});

test('zones are of a subnet group', () => {
  const { instances, notes } = settings({ db_subnet_group_name: 'other' });

  expect(instances.map(({ availability_zone }) => availability_zone)).toEqual([
    undefined,
    undefined,
  ]);
  expect(notes).toEqual([expect.stringContaining('subnet group private')]);
});

test('what does not come back is told', () => {
  const before = old({
    not_given_back: ['IAM role arn:role'],
    instances: [instance('writer', { publicly_accessible: true })],
  });

  expect(settings({}, { before }).notes).toEqual([
    'the old target has IAM role arn:role: not put back',
    'writer is publicly accessible: what is restored never is',
  ]);
});

test('without Performance Insights nothing of them is left', () => {
  const { settings: cluster, instances } = settings({ enable_performance_insights: false });

  for (const one of [cluster, ...instances]) {
    expect(one.enable_performance_insights).toBe(false);
    expect(one.performance_insights_kms_key_id).toBeUndefined();
  }
});

test.each([
  ['the request', { deletion_protection: false }, true, false],
  ['the old target', {}, false, true],
])('the protection is as %s has it', (_, request, deployment, protection) => {
  const back = settings(request, { defaults: { deletion_protection: deployment } });

  expect(back.settings.deletion_protection).toBe(protection);
});

test.each([
  ['serverless_v2_scaling', { db_instance_class: 'db.serverless' }],
  ['serverless_v2_scaling', { serverless_v2_scaling: { min_capacity: 1, max_capacity: 2 } }],
  [
    'performance_insights_retention_period',
    { enable_performance_insights: false, performance_insights_retention_period: 31 },
  ],
  ['tags', { tags: Object.fromEntries(Array.from({ length: 46 }, (_, n) => [`t${n}`, ''])) }],
  ['preferred_backup_window', { preferred_backup_window: '02:15-02:45' }],
  ['preferred_backup_window', { preferred_maintenance_window: 'sun:01:15-sun:01:45' }],
])('%s: what cannot stand together is refused: %o', (field, request) => {
  expect(settings(request).reasons).toMatchObject([{ code: 'REQUEST_INVALID', field }]);
});

test('windows of the old target are not judged', () => {
  const before = old({ preferred_maintenance_window: 'sun:01:15-sun:01:45' });

  expect(settings({}, { before }).reasons).toEqual([]);
});

test('beside a maintenance window alone the backup window is one that does not meet it', () => {
  const request = { preferred_maintenance_window: 'sun:05:00-sun:05:30' };

  const { settings, reasons } = settingsFor({
    request,
    defaults: parseConfiguration({}, 'test').defaults,
  });

  expect(settings.preferred_backup_window).toMatch(/^\d\d:\d\d-\d\d:\d\d$/);
  expect(reasons).toEqual([]);
});

import { expect, test } from 'vitest';
import { restoreRequest } from './restore-request.ts';

const request = (more: object = {}) => ({
  snapshot_name: 'shop-2026-01-01',
  target_cluster_id: 'restored-cluster',
  ...more,
});

/** What is wrong with a request: each problem as `field message`. */
const problems = (given: object): string[] =>
  restoreRequest
    .safeParse(given)
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()) ?? [];

const good: [field: string, ...values: unknown[]][] = [
  ['operation_id', 'op-12345678', 'a', '7'.repeat(40)],
  [
    'snapshot_name',
    'shop-2026-01-01',
    'rds:shop-2026-01-01-00-05',
    'arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:shop',
    'arn:aws-cn:rds:cn-north-1:111122223333:cluster-snapshot:rds:shop-2026-01-01-00-05',
  ],
  ['source_account_id', '111122223333'],
  ['source_region', 'us-east-1', 'us-gov-west-1'],
  ['target_region', 'eu-central-1'],
  ['target_cluster_id', 'a', 'restored-cluster', 'a'.repeat(63)],
  ['db_subnet_group_name', 'default'],
  ['vpc_security_group_ids', ['sg-12345678'], ['sg-0123456789abcdef0', 'sg-12345678']],
  ['engine_version', '8.0.mysql_aurora.3.08.0', '5.7.mysql_aurora.2.11.3'],
  ['db_parameter_group_name', 'default.aurora-mysql8.0'],
  ['db_cluster_parameter_group_name', 'shop'],
  ['db_instance_class', 'db.r6g.large', 'db.serverless', 'db.r6g.4xlarge'],
  ['instance_count', 1, 16],
  ['serverless_v2_scaling', { min_capacity: 0, max_capacity: 1 }],
  ['port', 1150, 3306, 65535],
  ['kms_key_id', 'alias/shop'],
  ['deletion_protection', true, false],
  ['final_snapshot', true, false],
  ['archive', 'delete', 'keep'],
  ['tags', {}, { team: 'shop + co', 'cost:center': '' }],
  ['requested_by', 'somebody@example.com'],
  ['backup_retention_period', 1, 35],
  ['preferred_backup_window', '03:00-03:30', '23:45-00:30'],
  [
    'preferred_maintenance_window',
    'sun:05:00-sun:05:30',
    'Sun:23:45-Mon:00:15',
    'FRI:22:00-SAT:02:00',
  ],
  ['enable_cloudwatch_logs_exports', [], ['audit', 'error', 'slowquery']],
  ['enable_iam_database_authentication', true, false],
  ['copy_tags_to_snapshot', true, false],
  ['enable_performance_insights', true, false],
  ['performance_insights_kms_key_id', 'alias/insights'],
  ['performance_insights_retention_period', 7, 31, 713, 731],
  ['credentials', 'source', 'reset', 'managed'],
  ['undeclared_users', 'keep', 'lock', 'drop'],
  ['dry_run', true, false],
];

test.each(good.flatMap(([field, ...values]) => values.map((value) => ({ field, value }))))(
  '$field may be $value',
  ({ field, value }) => {
    expect(problems(request({ [field]: value }))).toEqual([]);
  },
);

const bad: [field: string, ...values: unknown[]][] = [
  ['operation_id', '', 'UPPER', 'with space', 'a'.repeat(41), 'op_1'],
  ['snapshot_name', '', '1st', 'a--b', 'a-', 'rds:', 'x:y', null, 7],
  ['source_cluster_id', '', '1st', 'a--b', 'ends-', 'under_score'],
  ['snapshot_date', '2026-13-01', '2026-02-30', '01.01.2026', '2026-01-01T00:00:00Z'],
  ['source_region', 'us-east', 'US-EAST-1', ''],
  ['target_region', 'here'],
  ['target_cluster_id', undefined, '', '1st', 'a--b', 'ends-', 'a'.repeat(64), 'with space'],
  ['db_subnet_group_name', ''],
  ['vpc_security_group_ids', [], ['default'], 'sg-12345678'],
  ['engine_version', '8.0', 'latest', '8.0.mysql_aurora'],
  ['db_parameter_group_name', ''],
  ['db_cluster_parameter_group_name', ''],
  ['db_instance_class', 'r6g.large', 'db.', 'large'],
  ['instance_count', 0, 17, 1.5, '2'],
  [
    'serverless_v2_scaling',
    {},
    { min_capacity: 1 },
    { min_capacity: 0.3, max_capacity: 1 },
    { min_capacity: 0, max_capacity: 0.5 },
    { min_capacity: 2, max_capacity: 1 },
    { min_capacity: 1, max_capacity: 257 },
    { min_capacity: 1, max_capacity: 2, auto_pause: true },
  ],
  ['port', 1149, 65536, '3306', 3306.5],
  ['kms_key_id', ''],
  ['deletion_protection', 'true', null],
  ['final_snapshot', 'no', 0],
  ['archive', 'glacier', true],
  [
    'tags',
    { 'aws:x': '' },
    { 'AWS:x': '' },
    { 'rds:x': '' },
    { 'aurora-restore:managed': 'true' },
    { '': '' },
    { ['k'.repeat(129)]: '' },
    { team: 'v'.repeat(257) },
    { team: 'a&b' },
    { 'a&b': '' },
    { team: 1 },
    Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`tag-${index}`, ''])),
  ],
  ['requested_by', '', 'x'.repeat(257)],
  [
    'snapshot_name',
    'arn:aws:rds:eu-west-1:1111:cluster-snapshot:shop',
    'arn:aws:rds:eu-west-1:111122223333:snapshot:shop',
    'arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:',
  ],
  ['source_account_id', '1111', 111122223333],
  ['backup_retention_period', 0, 36, '7'],
  ['preferred_backup_window', '3:00-3:30', '24:00-24:30', 'sun:03:00-sun:03:30', '03:00-03:10'],
  ['preferred_maintenance_window', '05:00-05:30', 'day:05:00-day:05:30', 'sun:05:00-sun:05:10'],
  ['enable_cloudwatch_logs_exports', 'audit', ['everything']],
  ['performance_insights_retention_period', 0, 8, 30, 730, 744],
  ['credentials', 'new'],
  ['undeclared_users', 'delete'],
  ['dry_run', 'yes'],
];

test.each(bad.flatMap(([field, ...values]) => values.map((value) => ({ field, value }))))(
  '$field cannot be $value, and the problem names it',
  ({ field, value }) => {
    const found = problems(request({ [field]: value }));

    expect(found).not.toEqual([]);
    expect(found.every((problem) => problem.startsWith(field))).toBe(true);
  },
);

test('a field that is not known is refused by its name', () => {
  expect(problems(request({ target_cluster: 'x', dryrun: true }))).toEqual([
    'Unrecognized keys: "target_cluster", "dryrun"',
  ]);
});

test('a request needs a snapshot or a source cluster', () => {
  expect(problems(request({ snapshot_name: undefined }))).toEqual([
    'snapshot_name is needed, or else source_cluster_id',
  ]);
});

test('a request cannot name both a snapshot and a source cluster', () => {
  expect(problems(request({ source_cluster_id: 'shop' }))).toEqual([
    'source_cluster_id cannot stand beside snapshot_name',
  ]);
});

test('a date needs a source cluster', () => {
  expect(problems(request({ snapshot_date: '2026-01-01' }))).toEqual([
    'snapshot_date needs source_cluster_id beside it',
  ]);
});

test('the source cluster cannot be the target, in whatever case they are written', () => {
  const given = { source_cluster_id: 'Shop', target_cluster_id: 'shop' };

  expect(problems(given)).toEqual(['target_cluster_id must not be the source cluster']);
});

test('every problem is told at once, also those of fields with one another', () => {
  const given = { target_cluster_id: 'a--b', snapshot_date: '2026-01-01', port: 'x', colour: 1 };

  expect(problems(given).map((problem) => problem.split(' ')[0])).toEqual([
    'target_cluster_id',
    'port',
    'Unrecognized',
    'snapshot_name',
    'snapshot_date',
  ]);
});

test('names are taken in lower case, as RDS keeps them', () => {
  const given = request({ snapshot_name: 'rds:Shop-1', target_cluster_id: 'Restored' });

  expect(restoreRequest.parse(given)).toEqual({
    snapshot_name: 'rds:shop-1',
    target_cluster_id: 'restored',
  });
});

const arn = 'arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:shop';

test.each([
  ['source_region', 'us-east-1', 'eu-west-1'],
  ['source_account_id', '000000000000', '111122223333'],
])('%s cannot be another than the ARN says', (field, other, same) => {
  expect(problems(request({ snapshot_name: arn, [field]: other }))).toEqual([
    `${field} is not that of the ARN, ${same}`,
  ]);
  expect(problems(request({ snapshot_name: arn, [field]: same }))).toEqual([]);
});

test.each([{ source_region: 'us-east-1' }, { source_account_id: '111122223333' }])(
  'a cluster elsewhere may have the name of the target: %o',
  (elsewhere) => {
    const same = { snapshot_name: undefined, source_cluster_id: 'restored-cluster' };

    expect(problems(request(same))).not.toEqual([]);
    expect(problems(request({ ...same, ...elsewhere }))).toEqual([]);
  },
);

test.each([
  ['nightly-2026-11-28T03:00:00Z', 'nightly-2026-11-28t03-00-00z'],
  ['a-name-of-nineteen--2026-11-28T03:00:00Z', 'a-name-of-nineteen--2026-11-28t03-00-00z'],
  ['mine', 'mine'],
])('an operation_id %s is the operation %s', (operation_id, operation) => {
  const parsed = restoreRequest.parse({
    operation_id,
    snapshot_name: 'nightly',
    target_cluster_id: 'shop',
  });

  expect(parsed.operation_id).toBe(operation);
});

test.each(['Nightly', 'a:b', '2026-11-28T03:00:00Z', 'nightly-2026-11-28T03:00:00Z-1'])(
  'an operation_id %s is refused',
  (operation_id) => {
    const { success } = restoreRequest.safeParse({
      operation_id,
      snapshot_name: 'nightly',
      target_cluster_id: 'shop',
    });

    expect(success).toBe(false);
  },
);

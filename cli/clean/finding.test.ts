import { expect, test } from 'vitest';
import type { Cluster, ClusterSnapshot, Instance } from '../../shared/aurora/cluster.ts';
import { at, failedWith, later, operationWith } from '../../shared/operation/operation.fixture.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { findingOf, type Knowledge } from './finding.ts';

const tags = { 'aurora-restore:managed': 'true', 'aurora-restore:operation-id': 'op-1' };
const SOURCE = 'arn:aws:rds:eu-west-1:1:cluster-snapshot:nightly';
const COPY = 'arn:aws:rds:eu-west-1:1:cluster-snapshot:copy';

const clusterWith = (overrides: Partial<Cluster> = {}): Cluster => ({
  id: 'orders',
  arn: 'arn:aws:rds:eu-west-1:1:cluster:orders',
  resource_id: 'cluster-NEW',
  status: 'available',
  engine: 'aurora-mysql',
  engine_version: '8.0',
  deletion_protection: true,
  endpoint: undefined,
  reader_endpoint: undefined,
  port: 3306,
  global_cluster_id: undefined,
  tags,
  made_by: overrides.tags === undefined ? 'op-1' : overrides.tags['aurora-restore:operation-id'],
  instances: [],
  master_user_secret: undefined,
  settings: {},
  pending: [],
  ...overrides,
});

const instanceWith = (overrides: Partial<Instance> = {}): Instance => ({
  id: 'orders-1',
  arn: 'arn:aws:rds:eu-west-1:1:db:orders-1',
  status: 'available',
  cluster_id: 'orders',
  instance_class: 'db.r6g.large',
  promotion_tier: 1,
  settings: { id: 'orders-1', instance_class: 'db.r6g.large' },
  pending: [],
  parameter_status: 'in-sync',
  tags,
  made_by: overrides.tags === undefined ? 'op-1' : overrides.tags['aurora-restore:operation-id'],
  ...overrides,
});

const snapshotWith = (overrides: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
  id: 'copy',
  arn: COPY,
  status: 'available',
  type: 'manual',
  source_cluster_id: 'production',
  source_resource_id: 'cluster-PRODUCTION',
  copy_of: SOURCE,
  engine: 'aurora-mysql',
  engine_mode: 'provisioned',
  engine_version: '8.0',
  master_username: 'admin',
  kms_key_id: undefined,
  created_at: undefined,
  progress: 100,
  tags,
  made_by: overrides.tags === undefined ? 'op-1' : overrides.tags['aurora-restore:operation-id'],
  ...overrides,
});

const finalSnapshot = (overrides: Partial<ClusterSnapshot> = {}) =>
  snapshotWith({
    id: 'final',
    arn: `${COPY}-final`,
    copy_of: undefined,
    source_resource_id: 'cluster-OLD',
    ...overrides,
  });

/** An operation that failed half a minute before `NOW`, having made a cluster, an instance and snapshots. */
const madeBy = (overrides: Partial<Operation> = {}): Operation =>
  failedWith({
    operation_id: 'op-1',
    snapshot: {
      arn: SOURCE,
      id: 'nightly',
      source_cluster_id: 'production',
      engine: 'aurora-mysql',
      engine_version: '8.0',
      master_username: 'admin',
      created_at: at(-3600),
    },
    target: {
      cluster_id: 'orders',
      old: {
        arn: 'arn:aws:rds:eu-west-1:1:cluster:orders',
        resource_id: 'cluster-OLD',
        deletion_protection: false,
        instances: [],
        settings: {},
      },
      settings: {
        db_instance_class: 'db.r6g.large',
        instance_count: 1,
        final_snapshot: true,
        archive: 'delete',
        deletion_protection: false,
        engine_version: '8.0',
        tags: {},
      },
    },
    resources: {
      'cluster-1': {
        kind: 'cluster',
        id: 'orders',
        resource_id: 'cluster-NEW',
        role: 'target',
        attempt: 1,
      },
      'instance-orders-1': { kind: 'db', id: 'orders-1', role: 'instance', attempt: 1 },
      'copy-1': { kind: 'cluster-snapshot', id: 'copy', arn: COPY, role: 'copy', attempt: 1 },
      'final_snapshot-final': {
        kind: 'cluster-snapshot',
        id: 'final',
        role: 'final_snapshot',
        attempt: 1,
      },
    },
    ...overrides,
  });

const judged = (
  { cluster, instances = [], snapshot }: Things,
  { operation = madeBy(), ...known }: Partial<Knowledge> = {},
) =>
  findingOf(
    snapshot
      ? { kind: 'cluster-snapshot', snapshot }
      : { kind: 'cluster', cluster: cluster ?? clusterWith(), instances },
    {
      holder: 'op-1',
      others: [],
      olderThanMs: 0,
      named: new Set(),
      now: later(0),
      operation,
      ...known,
    },
  );

interface Things {
  readonly cluster?: Cluster;
  readonly instances?: readonly Instance[];
  readonly snapshot?: ClusterSnapshot;
}

test('a half-restored cluster with its own instances, and a copy, may go', () => {
  const instances = [instanceWith()];

  expect(judged({ instances })).toMatchObject({ is: 'leftover', key: 'cluster-1' });
  expect(judged({ snapshot: snapshotWith() })).toMatchObject({ is: 'leftover', key: 'copy-1' });
});

test.each<[string, Things, Partial<Knowledge>]>([
  ['another environment made it', { cluster: clusterWith({ made_by: undefined }) }, {}],
  [
    'not a copy of',
    { snapshot: snapshotWith({ tags: { ...tags, 'aurora-restore:purpose': 'final-snapshot' } }) },
    {},
  ],
  ['op-1 is in progress', {}, { operation: madeBy({ status: 'in_progress' }) }],
  ['op-1 was only a plan', {}, { operation: madeBy({ status: 'planned' }) }],
  [
    'does not carry the tag',
    { cluster: clusterWith({ tags: { ...tags, 'aurora-restore:managed': 'no' } }) },
    {},
  ],
  ['has not recorded', { cluster: clusterWith({ resource_id: 'cluster-BY-HAND' }) }, {}],
  [
    'has not recorded',
    {},
    {
      operation: madeBy({
        resources: { 'cluster-1': { kind: 'cluster', id: 'orders', role: 'target', attempt: 1 } },
      }),
    },
  ],
  ['may be in use', {}, { operation: madeBy({ step: 'archive_snapshot' }) }],
  ['held by operation op-2', {}, { holder: 'op-2' }],
  ['held by nobody', {}, { holder: undefined }],
  ['instance orders-9 is not', { instances: [instanceWith({ id: 'orders-9' })] }, {}],
  ['instance orders-1 is not', { instances: [instanceWith({ tags: {} })] }, {}],
  [
    'could not be looked at',
    { cluster: clusterWith({ instances: [{ id: 'orders-2', writer: true }] }) },
    {},
  ],
  ['belongs to world', { cluster: clusterWith({ global_cluster_id: 'world' }) }, {}],
  ['it is creating', { cluster: clusterWith({ status: 'creating' }) }, {}],
  ['it is stopped', { cluster: clusterWith({ status: 'stopped' }) }, {}],
  ['less than --older-than', {}, { olderThanMs: 31_000 }],
  [
    'at work on the operation',
    {},
    { operation: madeBy({ claim: { by: 'worker', until: at(1) } }) },
  ],
  ['only with --final-snapshot final', { snapshot: finalSnapshot() }, {}],
  [
    'not of the cluster',
    { snapshot: finalSnapshot({ source_resource_id: 'cluster-X' }) },
    { named: new Set(['final']) },
  ],
  ['not a copy of', { snapshot: snapshotWith({ copy_of: 'another' }) }, {}],
  ['has not recorded', { snapshot: snapshotWith({ id: 'hers' }) }, {}],
  [
    'op-2 restores from it',
    { snapshot: snapshotWith() },
    { others: [operationWith({ operation_id: 'op-2', restore_from: COPY })] },
  ],
  [
    'op-2 restores from it',
    { snapshot: snapshotWith() },
    { others: [operationWith({ operation_id: 'op-2', request: { snapshot_name: 'copy' } })] },
  ],
  [
    'op-2 was planned to restore from it',
    { snapshot: snapshotWith() },
    {
      others: [
        operationWith({
          operation_id: 'op-2',
          status: 'planned',
          request: { snapshot_name: 'copy' },
        }),
      ],
    },
  ],
  ['it is copying', { snapshot: snapshotWith({ status: 'copying' }) }, {}],
])('kept: %s', (why, thing, known) => {
  expect(judged(thing, known)).toMatchObject({ is: 'kept', why: expect.stringContaining(why) });
});

test('what a completed operation made is not spoken of, but for a final snapshot that is named', () => {
  const operation = madeBy({ status: 'completed', end_time: at(-30) });

  expect(judged({}, { operation })).toEqual({ is: 'wanted' });
  expect(judged({ snapshot: snapshotWith() }, { operation })).toEqual({ is: 'wanted' });
  expect(judged({ snapshot: finalSnapshot() }, { operation })).toEqual({ is: 'wanted' });
  expect(
    judged({ snapshot: finalSnapshot() }, { operation, named: new Set(['final']) }),
  ).toMatchObject({ is: 'leftover' });
  expect(judged({ snapshot: snapshotWith() }, { operation, named: new Set(['copy']) })).toEqual({
    is: 'wanted',
  });
});

test('a tag says which operation’s; that operation’s claim is no hindrance to the cleaner itself', () => {
  const operation = madeBy({ claim: { by: 'clean-1', until: at(60) } });

  expect(judged({}, { operation, cleaner: 'clean-1' })).toMatchObject({ is: 'leftover' });
});

test('what names an operation that this deployment does not know stays', () => {
  const finding = findingOf(
    { kind: 'cluster', cluster: clusterWith(), instances: [] },
    {
      operation: undefined,
      holder: 'op-1',
      others: [],
      olderThanMs: 0,
      named: new Set(),
      now: later(0),
    },
  );

  expect(finding).toMatchObject({ is: 'kept', why: expect.stringContaining('unknown') });
});

test('a stray instance in somebody else’s cluster stays', () => {
  const instance = instanceWith({ cluster_id: 'production' });

  const finding = findingOf(
    { kind: 'db', instance },
    {
      operation: madeBy(),
      holder: undefined,
      others: [],
      olderThanMs: 0,
      named: new Set(),
      now: later(0),
    },
  );

  expect(finding).toMatchObject({ is: 'kept', why: expect.stringContaining('production') });
});

const sourceCopy = {
  kind: 'cluster-snapshot',
  id: 'copy-there',
  arn: 'arn:aws:rds:us-east-1:2:cluster-snapshot:copy-there',
  role: 'source_copy',
  attempt: 1,
} as const;

test('a copy of the copy that was made in the source’s account may go', () => {
  const made = madeBy();
  const operation = { ...made, resources: { ...made.resources, 'source-copy-1': sourceCopy } };

  expect(
    judged({ snapshot: snapshotWith({ copy_of: sourceCopy.arn }) }, { operation }),
  ).toMatchObject({ is: 'leftover', key: 'copy-1' });
});

test('a snapshot here is not the one in the source’s account, whatever its name', () => {
  const here = 'arn:aws:rds:eu-west-1:1:cluster-snapshot:copy-there';
  const resources = { 'source-copy-1': { ...sourceCopy, arn: here } };

  expect(
    judged(
      { snapshot: snapshotWith({ id: 'copy-there', arn: here }) },
      { operation: madeBy({ resources }) },
    ),
  ).toMatchObject({ is: 'kept', why: expect.stringContaining('has not recorded') });
});

import { expect, test } from 'vitest';
import type { AllowedTarget } from '../configuration/configuration.ts';
import { StepFailure } from '../errors.ts';
import type { Operation } from '../operation/operation.ts';
import { aCluster, anInstance, madeBy, madeIn, managed } from './aurora.fixture.ts';
import type { Cluster, Instance } from './cluster.ts';
import { guardTarget } from './guards.ts';

type Looked = Pick<Operation, 'operation_id' | 'target' | 'resources'>;

const settings: NonNullable<Operation['target']>['settings'] = {
  db_instance_class: 'db.r6g.large',
  instance_count: 1,
  final_snapshot: true,
  archive: 'delete',
  deletion_protection: false,
  engine_version: '8.0.mysql_aurora.3.08.0',
  tags: {},
};

/** An operation that saw this very cluster when its request was checked. */
const looked = (resource_id: string | undefined = 'cluster-OLD', more: Partial<Looked> = {}) => ({
  operation_id: 'op-1',
  resources: {},
  target: {
    cluster_id: 'target',
    settings,
    ...(resource_id && {
      old: {
        arn: 'arn',
        resource_id,
        deletion_protection: false,
        instances: [],
        settings: {},
      },
    }),
  },
  ...more,
});

interface Given {
  readonly cluster?: Partial<Cluster>;
  readonly instances?: readonly Instance[];
  readonly operation?: Looked;
  readonly allowed?: readonly AllowedTarget[];
  readonly source?: Partial<typeof aSource> & { readonly copy_of?: string };
}

const snapshotArn = (region: string, account: string) =>
  `arn:aws:rds:${region}:${account}:cluster-snapshot:nightly`;

/** Of what the snapshot was taken. */
const aSource = {
  arn: snapshotArn('eu-west-1', '123456789012'),
  source_cluster_id: 'source',
  source_resource_id: 'cluster-SOURCE',
};

/** The code with which the guards refuse, or nothing. */
function refusal({ cluster, instances, operation, allowed, source }: Given): string | undefined {
  try {
    guardTarget(aCluster(cluster), instances ?? [anInstance('target-1')], {
      operation: operation ?? looked(),
      snapshot: { ...aSource, ...source },
      allowed: allowed ?? [],
      environment: 'dev',
    });
    return undefined;
  } catch (error) {
    return error instanceof StepFailure ? error.code : String(error);
  }
}

const onList = (more: Partial<AllowedTarget> = {}): AllowedTarget => ({
  cluster_id: 'target',
  lift_protection: false,
  ...more,
});
const untagged = { tags: {} };

test('a tagged cluster that was looked at may be deleted', () => {
  expect(refusal({})).toBeUndefined();
});

test('a cluster of the allow-list that was looked at may be deleted', () => {
  const instances = [anInstance('target', untagged), anInstance('target-reader', untagged)];

  expect(refusal({ cluster: untagged, instances, allowed: [onList()] })).toBeUndefined();
});

test('the snapshot’s own source is not deleted', () => {
  expect(refusal({ source: { source_cluster_id: 'target' } })).toBe('TARGET_IS_SOURCE');
});

test.each([
  ['region', snapshotArn('us-east-1', '123456789012')],
  ['account', snapshotArn('eu-west-1', '111122223333')],
])('a cluster that has the name of the source in another %s is not the source', (_, arn) => {
  expect(refusal({ source: { source_cluster_id: 'target', arn } })).toBeUndefined();
});

test('where a copy in another region was taken nobody knows: the name alone counts', () => {
  const arn = snapshotArn('us-east-1', '123456789012');
  const copy_of = snapshotArn('eu-west-1', '123456789012');

  expect(refusal({ source: { source_cluster_id: 'target', arn, copy_of } })).toBe(
    'TARGET_IS_SOURCE',
  );
});

test('a source that came back under its own number is not deleted, wherever the snapshot lies', () => {
  const arn = snapshotArn('us-east-1', '123456789012');

  expect(refusal({ source: { source_resource_id: 'cluster-OLD', arn } })).toBe('TARGET_IS_SOURCE');
});

test('the snapshot’s own source is not deleted under another name either', () => {
  const source = { source_cluster_id: 'before', source_resource_id: 'cluster-OLD' };

  expect(refusal({ source })).toBe('TARGET_IS_SOURCE');
});

test('another cluster under the same name is not deleted', () => {
  expect(refusal({ operation: looked('cluster-BEFORE') })).toBe('TARGET_CHANGED');
});

test('a cluster that came where nothing stood is not deleted', () => {
  const operation = looked();
  const { old: _, ...target } = operation.target;

  expect(refusal({ operation: { ...operation, target } })).toBe('TARGET_CHANGED');
});

const restoredBefore = looked('cluster-BEFORE', {
  resources: {
    'cluster-1': {
      kind: 'cluster',
      id: 'target',
      resource_id: 'cluster-OLD',
      role: 'target',
      attempt: 1,
    },
  },
});

test('what the operation restored in an earlier attempt may be deleted, its protection with it', () => {
  const cluster = { tags: madeBy('op-1'), deletion_protection: true };

  expect(refusal({ cluster, operation: restoredBefore })).toBeUndefined();
});

test('a tag alone does not make a cluster the operation’s own', () => {
  const cluster = { tags: madeBy('op-1') };

  expect(refusal({ cluster, operation: looked('cluster-BEFORE') })).toBe('TARGET_CHANGED');
});

test('a record alone does not make a cluster the operation’s own', () => {
  const cluster = { tags: madeBy('op-2') };

  expect(refusal({ cluster, operation: restoredBefore })).toBe('TARGET_CHANGED');
});

test.each([
  ['no tag', {}],
  ['the tag with another value', { 'aurora-restore:managed': 'false' }],
])('a cluster with %s is not deleted', (_, tags) => {
  expect(refusal({ cluster: { tags } })).toBe('TARGET_NOT_MANAGED');
});

test('a cluster is not deleted because another one is on the allow-list', () => {
  const allowed = [onList({ cluster_id: 'targets' })];

  expect(refusal({ cluster: untagged, allowed })).toBe('TARGET_NOT_MANAGED');
});

test('a tagged cluster with an instance that is not tagged is not deleted', () => {
  const instances = [anInstance('target-1'), anInstance('target-2', untagged)];

  expect(refusal({ instances })).toBe('TARGET_NOT_MANAGED');
});

test.each([
  ['other', undefined],
  ['targets-1', undefined],
  ['target-1', []],
  ['target-1', ['target-2']],
  ['xtarget-1', ['target-*']],
])(
  'an untagged instance %s does not go with an allowed cluster whose list is %j',
  (id, instance_ids) => {
    const instances = [anInstance(id, untagged)];
    const allowed = [onList({ ...(instance_ids && { instance_ids }) })];

    expect(refusal({ cluster: untagged, instances, allowed })).toBe('TARGET_NOT_MANAGED');
  },
);

test.each([
  ['odd-writer', ['odd-*']],
  ['a-b-c', ['a-*-c']],
  ['anything', ['*']],
])('an untagged instance %s goes with an allowed cluster whose list is %j', (id, instance_ids) => {
  const instances = [anInstance(id, untagged)];
  const allowed = [onList({ instance_ids })];

  expect(refusal({ cluster: untagged, instances, allowed })).toBeUndefined();
});

test.each([
  ['cluster', { cluster: { tags: madeIn('prod') } }],
  ['instance', { instances: [anInstance('target-1', { tags: madeIn('prod') })] }],
])(
  'a target whose %s belongs to another environment is not deleted, allowed or not',
  (_, given) => {
    for (const allowed of [[], [onList({ instance_ids: ['*'], lift_protection: true })]])
      expect(refusal({ ...given, allowed })).toBe('TARGET_NOT_MANAGED');
  },
);

test('a target of this environment, or of none that is known, may be deleted', () => {
  for (const tags of [managed, madeIn('dev')])
    expect(refusal({ cluster: { tags }, instances: [anInstance('a', { tags })] })).toBeUndefined();
});

test('a protected cluster is not deleted, tagged or not', () => {
  const cluster = { deletion_protection: true };

  expect(refusal({ cluster })).toBe('TARGET_PROTECTED');
  expect(refusal({ cluster: { ...cluster, tags: {} }, allowed: [onList()] })).toBe(
    'TARGET_PROTECTED',
  );
});

test('a protected cluster is deleted where the deployment lifts its protection', () => {
  const allowed = [onList({ lift_protection: true })];

  expect(refusal({ cluster: { deletion_protection: true }, allowed })).toBeUndefined();
});

test('a member of a global cluster is not deleted', () => {
  expect(refusal({ cluster: { global_cluster_id: 'world' } })).toBe('TARGET_IN_GLOBAL_CLUSTER');
});

test.each(['stopped', 'stopping', 'starting'])('a cluster that is %s is not deleted', (status) => {
  expect(refusal({ cluster: { status } })).toBe('TARGET_STOPPED');
});

test('when the request is checked there is no cluster yet that it must be', () => {
  const { target: _, ...operation } = looked();

  expect(refusal({ operation })).toBeUndefined();
  expect(
    refusal({ operation, cluster: { tags: { ...managed, 'aurora-restore:managed': '' } } }),
  ).toBe('TARGET_NOT_MANAGED');
});

import {
  AddTagsToResourceCommand,
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
} from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clean, type Wanted } from '../../cli/clean/clean.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { redrive } from '../../cli/redrive/redrive.ts';
import type { Crossing } from '../../infra/local/faults.ts';
import { ServiceError } from '../../infra/local/service.ts';
import { operationWith } from '../../shared/operation/operation.fixture.ts';
import { operatorOf } from '../fixtures/cli.ts';
import { createCluster, describe, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { until } from '../fixtures/until.ts';

let environment: RestoreEnvironment;
let operator: ReturnType<typeof operatorOf>;
const SNAPSHOT = 'clean-snapshot';
let key: string;
const FINAL = 'aurora-restore-broken-final-1';

/** What is left by a restore that failed half-way, and everything that only looks like it. */
beforeAll(async () => {
  environment = await startRestoreEnvironment();
  key = await environment.createKey();
  operator = operatorOf(environment);
  await createCluster(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
  await createCluster(environment, 'broken', { managed: true });
  deny(({ call, input }) => {
    const { DBInstanceIdentifier = '' } = input as { DBInstanceIdentifier?: string };
    return (
      call.operation === 'CreateDBInstance' &&
      ['broken-2', 'by-hand-1', 'taken-1'].includes(DBInstanceIdentifier)
    );
  });
  await environment.request({
    operation_id: 'broken',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'broken',
    instance_count: 2,
    kms_key_id: key,
  });
  for (const id of ['by-hand', 'taken'])
    await environment.request({ operation_id: id, snapshot_name: SNAPSHOT, target_cluster_id: id });
  await environment.request({
    operation_id: 'completed',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'completed',
    kms_key_id: key,
    archive: 'keep',
  });
  for (const id of ['broken', 'by-hand', 'taken']) await environment.settled(id, 'failed');
  await environment.settled('completed', 'completed');
  await plantLookAlikes();
  await environment.rest();
  environment.disturb(() => []);
});

/** What RDS still does for the test before is over. */
beforeEach(() => environment.rest());
afterEach(() => environment?.disturb(() => []));
afterAll(() => environment?.close());

const deny = (which: (crossing: Extract<Crossing, { boundary: 'call' }>) => boolean) =>
  environment.disturb((crossing) =>
    crossing.boundary === 'call' && which(crossing)
      ? [{ kind: 'fail', error: new ServiceError('AccessDenied', 'not today', 403) }]
      : [],
  );

async function plantLookAlikes() {
  const { rds, operations, clock } = environment;
  await createCluster(environment, 'only-managed', { managed: true, instances: 0 });
  await createCluster(environment, 'of-nobody', { managed: true, instances: 0 });
  await tag('cluster:of-nobody', 'never-was');

  /** Somebody removed what was half restored and made another one by hand, tags and all. */
  const DBClusterIdentifier = 'by-hand';
  await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier, DeletionProtection: false }));
  await rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true }));
  await until(clock, async () => !(await ids()).includes('by-hand'));
  await createCluster(environment, 'by-hand', { managed: true, instances: 0 });
  await tag('cluster:by-hand', 'by-hand');

  /** A later request has taken the name, and failed before it deleted anything. */
  await rds.send(
    new ModifyDBClusterCommand({ DBClusterIdentifier: 'taken', DeletionProtection: false }),
  );
  deny(
    ({ call, input }) =>
      call.operation === 'CreateDBClusterSnapshot' && Object(input).DBClusterIdentifier === 'taken',
  );
  await environment.request({
    operation_id: 'taker',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'taken',
  });
  await environment.settled('taker', 'failed');

  const copy = { kind: 'cluster-snapshot', role: 'copy', attempt: 1 } as const;
  await operations.create(
    operationWith({
      operation_id: 'running',
      deadline: new Date(clock.now() + 3600_000).toISOString(),
      resources: { 'copy-1': { ...copy, id: 'copy-of-running' } },
    }),
  );
  await rds.send(
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: 'source-cluster',
      DBClusterSnapshotIdentifier: 'copy-of-running',
    }),
  );
  await tag('cluster-snapshot:copy-of-running', 'running');
}

const tag = (resource: string, operationId: string) =>
  environment.rds.send(
    new AddTagsToResourceCommand({
      ResourceName: `arn:aws:rds:us-east-1:000000000000:${resource}`,
      Tags: [
        { Key: 'aurora-restore:managed', Value: 'true' },
        { Key: 'aurora-restore:operation-id', Value: operationId },
      ],
    }),
  );

/** The names of every cluster, instance and manual snapshot. */
async function ids(): Promise<string[]> {
  const { rds } = environment;
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  const { DBClusterSnapshots = [] } = await rds.send(
    new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }),
  );
  return [
    ...DBClusters.map(({ DBClusterIdentifier = '' }) => DBClusterIdentifier),
    ...DBInstances.map(({ DBInstanceIdentifier = '' }) => DBInstanceIdentifier),
    ...DBClusterSnapshots.map(
      ({ DBClusterSnapshotIdentifier = '' }) => DBClusterSnapshotIdentifier,
    ),
  ].sort();
}

const run = (wanted: Partial<Wanted> = {}) =>
  clean(
    { olderThanMs: 0, finalSnapshots: [], dryRun: false, yes: false, json: false, ...wanted },
    operator.place,
    operator.terminal,
    operator.time,
  );

test('a dry run says what goes and what stays, and why, and changes nothing', async () => {
  const before = await ids();

  const code = await run({ dryRun: true });

  const said = operator.said();
  expect(code).toBe(exitCodes.ok);
  expect(said).toMatch(/remove +cluster +broken +broken .*with broken-1; .*protection is lifted/);
  expect(said).toMatch(/remove +snapshot +aurora-restore-broken-copy-1 /);
  for (const [name, why] of [
    ['of-nobody', 'operation never-was is unknown'],
    ['by-hand', 'has not recorded'],
    ['taken', 'held by operation taker'],
    ['copy-of-running', 'operation running is in progress'],
    [FINAL, 'only with --final-snapshot'],
  ])
    expect(said).toMatch(new RegExp(`keep .* ${name} .*${why}`));
  expect(said).not.toContain('only-managed');
  expect(said).not.toContain('completed ');
  expect(await ids()).toEqual(before);
});

test('without a terminal and without --yes it only shows', async () => {
  const before = await ids();

  expect(await run()).toBe(exitCodes.unusable);
  expect(await ids()).toEqual(before);
});

test('what ended a short while ago stays', async () => {
  const before = await ids();

  expect(await run({ yes: true, olderThanMs: 7 * 86_400_000 })).toBe(exitCodes.ok);

  expect(operator.said()).toContain('less than --older-than');
  expect(await ids()).toEqual(before);
});

test('what could not be deleted is told, and is protected as it was', async () => {
  deny(({ call }) => call.operation === 'DeleteDBInstance');

  const code = await run({ yes: true });

  expect(code).toBe(exitCodes.failed);
  expect(operator.said()).toMatch(/1 not\n +broken: .*not today/);
  expect((await describe(environment.rds, 'broken')).DeletionProtection).toBe(true);
  expect((await environment.operations.read('broken'))?.claim).toBeUndefined();
});

test('leftovers go, and nothing else', async () => {
  const before = await ids();

  const code = await run({ yes: true });
  await until(
    environment.clock,
    async () => !(await ids()).includes('broken'),
    () => operator.said(),
  );

  expect(code).toBe(exitCodes.ok);
  expect(before.filter((id) => !['broken', 'broken-1'].includes(id))).toEqual(await ids());
  expect(await ids()).toEqual(
    expect.arrayContaining([
      FINAL,
      SNAPSHOT,
      'aurora-restore-completed-copy-1',
      'by-hand',
      'completed',
      'copy-of-running',
      'of-nobody',
      'only-managed',
      'taken',
    ]),
  );
  expect((await environment.operations.read('broken'))?.resources).toMatchObject({
    'cluster-1': { deleted: true },
    'copy-1': { deleted: true },
  });
});

test('a redrive afterwards fails and destroys nothing', async () => {
  const before = await ids();

  await redrive(
    { operation: 'broken', all: false, dryRun: false, json: false },
    operator.place,
    operator.terminal,
    operator.time,
  );
  await environment.rest(60_000);

  const operation = await environment.operations.read('broken');
  expect([operation?.status, operation?.error?.code]).toEqual(['failed', 'CLUSTER_VANISHED']);
  expect(await ids()).toEqual(before);
});

test('a final snapshot goes when it is named, and one that nobody knows is refused', async () => {
  await expect(run({ yes: true, finalSnapshots: [SNAPSHOT] })).rejects.toThrow(SNAPSHOT);
  const before = await ids();

  expect(await run({ yes: true, finalSnapshots: [FINAL] })).toBe(exitCodes.ok);

  expect(await ids()).toEqual(before.filter((id) => id !== FINAL));
});

import {
  AddTagsToResourceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { GetSecretValueCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { loadSampleDatabase } from '../../infra/local/sample/sample-database.ts';
import { createCluster, dataOf, describe, onDatabase, takeSnapshot } from '../fixtures/clusters.ts';
import {
  type RestoreEnvironment,
  startRestoreEnvironment,
} from '../fixtures/restore-environment.ts';
import { toldToPeople } from '../fixtures/told-to-people.ts';

let environment: RestoreEnvironment;
let inTheSnapshot: Fingerprint;
const SNAPSHOT = 'shop-snapshot';
let key: string;

beforeAll(async () => {
  environment = await startRestoreEnvironment();
  key = await environment.createKey();
  await createCluster(environment, 'source-cluster');
  await onDatabase(environment, 'source-cluster', (connection) =>
    loadSampleDatabase(connection, { size: { customers: 200, products: 40, orders: 500 } }),
  );
  inTheSnapshot = await dataOf(environment, 'source-cluster');
  await takeSnapshot(environment, 'source-cluster', SNAPSHOT);
  await onDatabase(environment, 'source-cluster', (connection) =>
    connection.query('DELETE FROM shop.payments LIMIT 10'),
  );
});

afterAll(() => environment?.close());

test('a snapshot is restored to a new cluster, with what was in it when it was taken', async () => {
  await environment.request({
    operation_id: 'new-target',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'new-target',
  });

  const operation = await environment.settled('new-target', 'completed');

  expect(await dataOf(environment, 'new-target')).toEqual(inTheSnapshot);
  expect(await dataOf(environment, 'source-cluster')).not.toEqual(inTheSnapshot);
  expect(operation.step).toBe('archive_snapshot');
  expect(operation.end_time).toBeDefined();
  expect(Object.values(operation.stages).every(({ ended_at }) => ended_at)).toBe(true);
});

test('the old target is kept as a final snapshot, deleted, and replaced under its own names', async () => {
  await createCluster(environment, 'old-target', { managed: true, instances: 2 });
  await onDatabase(environment, 'old-target', (connection) =>
    connection.query('CREATE DATABASE something_else'),
  );
  const old = await describe(environment.rds, 'old-target');

  await environment.request({
    operation_id: 'replace',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'old-target',
    instance_count: 3,
  });
  const operation = await environment.settled('replace', 'completed');

  const restored = await describe(environment.rds, 'old-target');
  expect(restored.DbClusterResourceId).not.toBe(old.DbClusterResourceId);
  expect(await dataOf(environment, 'old-target')).toEqual(inTheSnapshot);
  expect(restored.DBClusterMembers?.map((member) => member.DBInstanceIdentifier).sort()).toEqual([
    'old-target-1',
    'old-target-2',
    'old-target-3',
  ]);
  expect(restored.DeletionProtection).toBe(false);
  const { DBClusterSnapshots = [] } = await environment.rds.send(
    new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: 'old-target' }),
  );
  expect(DBClusterSnapshots.map((snapshot) => snapshot.DBClusterSnapshotIdentifier)).toEqual([
    'aurora-restore-replace-final-1',
  ]);
  expect(operation.target?.old?.resource_id).toBe(old.DbClusterResourceId);
  expect(environment.asked().filter((call) => /Delete.*old-target/.test(call))).toEqual([
    'DeleteDBInstance old-target-2',
    'DeleteDBInstance old-target-1',
    'DeleteDBCluster old-target',
  ]);
});

test('another key is had by a copy, which goes when the restore is done', async () => {
  await environment.request({
    operation_id: 'other-key',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'other-key',
    kms_key_id: key,
  });

  await environment.settled('other-key', 'completed');

  expect((await describe(environment.rds, 'other-key')).KmsKeyId).toBe(key);
  expect(await dataOf(environment, 'other-key')).toEqual(inTheSnapshot);
  await expect(
    environment.rds.send(
      new DescribeDBClusterSnapshotsCommand({
        DBClusterSnapshotIdentifier: 'aurora-restore-other-key-copy-1',
      }),
    ),
  ).rejects.toThrow(/not found/i);
});

test('a copy stays where the request says so, and the source snapshot always does', async () => {
  await environment.request({
    operation_id: 'keep-copy',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'keep-copy',
    kms_key_id: key,
    archive: 'keep',
  });

  await environment.settled('keep-copy', 'completed');

  for (const DBClusterSnapshotIdentifier of ['aurora-restore-keep-copy-copy-1', SNAPSHOT])
    expect(
      await environment.rds.send(
        new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier }),
      ),
    ).toMatchObject({ DBClusterSnapshots: [{ Status: 'available' }] });
});

test('the declared users can do what they are declared to do, with what their secrets hold', async () => {
  await environment.request({
    operation_id: 'users',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'users-target',
  });
  const { users } = await environment.settled('users', 'completed');

  expect(users?.map(({ secret_name }) => secret_name)).toEqual([
    'aurora-restore/dev/users-target/app_user',
    'aurora-restore/dev/users-target/readonly_user',
  ]);
  const insert = 'INSERT INTO shop.products (sku, name, price) VALUES ("NEW-1", "new", 1)';
  const as = async (name: string, sql: string) => {
    const SecretId = `aurora-restore/dev/users-target/${name}`;
    const { SecretString = '' } = await environment.secrets.send(
      new GetSecretValueCommand({ SecretId }),
    );
    const login = JSON.parse(SecretString);
    return await onDatabase(environment, 'users-target', (c) => c.query(sql), login);
  };
  await expect(as('readonly_user', 'SELECT COUNT(*) FROM shop.orders')).resolves.toBeDefined();
  await expect(as('readonly_user', insert)).rejects.toThrow(/denied/);
  await expect(as('app_user', 'DELETE FROM shop.payments LIMIT 1')).resolves.toBeDefined();
  await expect(as('app_user', 'DROP TABLE shop.payments')).rejects.toThrow(/denied/);
});

test('a second restore of the same target keeps the passwords', async () => {
  const secret = async () => {
    const SecretId = 'aurora-restore/dev/twice/app_user';
    const { SecretString = '' } = await environment.secrets.send(
      new GetSecretValueCommand({ SecretId }),
    );
    return JSON.parse(SecretString).password;
  };
  const passwords: string[] = [];
  for (const operation_id of ['twice-1', 'twice-2']) {
    await environment.request({
      operation_id,
      snapshot_name: SNAPSHOT,
      target_cluster_id: 'twice',
    });
    await environment.settled(operation_id, 'completed');
    passwords.push(await secret());
  }

  expect(passwords[1]).toBe(passwords[0]);
});

test('deletion protection that was asked for is there at the end', async () => {
  await environment.request({
    operation_id: 'protected',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'protected',
    deletion_protection: true,
  });

  await environment.settled('protected', 'completed');

  expect((await describe(environment.rds, 'protected')).DeletionProtection).toBe(true);
});

test('a cluster that nobody allowed to be deleted is not touched', async () => {
  await createCluster(environment, 'precious');
  const before = await describe(environment.rds, 'precious');
  const askedBefore = environment.asked().length;

  await environment.request({
    operation_id: 'precious',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'precious',
  });
  const { error } = await environment.settled('precious', 'failed');

  expect(error?.code).toBe('TARGET_NOT_MANAGED');
  expect(environment.asked()).toHaveLength(askedBefore);
  expect(await describe(environment.rds, 'precious')).toEqual(before);
});

test('every event is in the audit trail once, and people hear of the start and the end', async () => {
  await environment.request({
    operation_id: 'audited',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'audited',
  });
  await environment.settled('audited', 'completed');
  await environment.rest();

  const { Items = [] } = await environment.dynamodb.send(
    new QueryCommand({
      TableName: 'aurora-restore-audit',
      KeyConditionExpression: 'operation_id = :id',
      ExpressionAttributeValues: { ':id': 'audited' },
    }),
  );
  expect(Items.map(({ event_type }) => event_type).sort()).toEqual(
    [
      'RestoreRequested',
      'SnapshotVerified',
      'SnapshotReady',
      'TargetCleared',
      'ClusterRestoreStarted',
      'ClusterRestored',
      'InstanceCreationStarted',
      'ClusterAvailable',
      'UsersConfigured',
      'RestoreCompleted',
    ].sort(),
  );
  expect(
    toldToPeople(environment)
      .filter(({ message }) => message.includes('Operation: audited'))
      .map(({ subject }) => subject),
  ).toEqual(['[dev] Restore started: audited', '[dev] Restore completed: audited']);
});

test('no password stands in a log, a table or a notification', async () => {
  await environment.rest();

  const { SecretList = [] } = await environment.secrets.send(new ListSecretsCommand({}));
  const passwords: string[] = [];
  for (const { Name } of SecretList) {
    const { SecretString = '' } = await environment.secrets.send(
      new GetSecretValueCommand({ SecretId: Name }),
    );
    passwords.push(JSON.parse(SecretString).password);
  }
  const operations = await environment.operations.withStatus('completed', 100);
  const told = JSON.stringify([environment.logs(), environment.inbox(), operations]);

  expect(passwords.length).toBeGreaterThan(4);
  expect(passwords.filter((password) => told.includes(password))).toEqual([]);
});

test('of two requests for one target one is rejected, naming the operation that holds it', async () => {
  const request = { snapshot_name: SNAPSHOT, target_cluster_id: 'contested' };
  await Promise.all([
    environment.request({ ...request, operation_id: 'contender-1' }),
    environment.request({ ...request, operation_id: 'contender-2' }),
  ]);

  const ended = [];
  for (const id of ['contender-1', 'contender-2']) {
    const settled = await environment
      .settled(id, 'completed')
      .catch(() => environment.settled(id, 'rejected'));
    ended.push(settled);
  }

  const [rejected] = ended.filter(({ status }) => status === 'rejected');
  const [completed] = ended.filter(({ status }) => status === 'completed');
  expect(rejected?.error).toMatchObject({ code: 'TARGET_LOCKED' });
  expect(rejected?.error?.message).toContain(completed?.operation_id);
});

test('a request that can never be carried out is rejected with every reason, and nothing is touched', async () => {
  const askedBefore = environment.asked().length;
  await environment.request({
    operation_id: 'wrong',
    target_cluster_id: 'Not A Name',
    snapshot_name: SNAPSHOT,
    instance_cuont: 2,
    port: 'many',
  });

  const { error } = await environment.settled('wrong', 'rejected');

  expect(error?.reasons?.map(({ field }) => field).sort()).toEqual([
    'instance_cuont',
    'port',
    'target_cluster_id',
  ]);
  expect(environment.asked()).toHaveLength(askedBefore);
});

test.each([
  ['db_subnet_group_name', 'no-such-group'],
  ['db_cluster_parameter_group_name', 'no-such-group'],
  ['db_parameter_group_name', 'no-such-group'],
  ['engine_version', '8.0.mysql_aurora.3.99.0'],
  ['db_instance_class', 'db.nonsense.large'],
])(
  'a %s that RDS does not have is found before the old target is touched',
  async (field, value) => {
    const id = `kept-${field.replaceAll('_', '-').slice(0, 25)}`;
    await createCluster(environment, id, { managed: true });
    const before = await describe(environment.rds, id);

    await environment.request({
      operation_id: id,
      snapshot_name: SNAPSHOT,
      target_cluster_id: id,
      final_snapshot: false,
      [field]: value,
    });
    const { error } = await environment.settled(id, 'failed');

    expect(error?.code).toBe('REFERENCE_NOT_FOUND');
    expect(error?.message).toContain(field);
    expect(error?.message).toContain(value);
    expect(await describe(environment.rds, id)).toEqual(before);
    expect(environment.asked(id)).toEqual([]);
  },
);

test('what was restored carries the tags by which it may be replaced again', async () => {
  await environment.request({
    operation_id: 'tagged',
    snapshot_name: SNAPSHOT,
    target_cluster_id: 'tagged',
    tags: { team: 'dba' },
  });
  await environment.settled('tagged', 'completed');

  const tags = [
    { Key: 'team', Value: 'dba' },
    { Key: 'aurora-restore:managed', Value: 'true' },
    { Key: 'aurora-restore:operation-id', Value: 'tagged' },
  ];
  const Filters = [{ Name: 'db-cluster-id', Values: ['tagged'] }];
  const { DBInstances } = await environment.rds.send(new DescribeDBInstancesCommand({ Filters }));
  expect((await describe(environment.rds, 'tagged')).TagList).toEqual(expect.arrayContaining(tags));
  expect(DBInstances?.[0]?.TagList).toEqual(expect.arrayContaining(tags));
});

test('protection is lifted only of a target for which the deployment allows it', async () => {
  await createCluster(environment, 'allowed-cluster', { protection: true });
  await createCluster(environment, 'guarded', { managed: true, protection: true });

  for (const id of ['allowed-cluster', 'guarded'])
    await environment.request({ operation_id: id, snapshot_name: SNAPSHOT, target_cluster_id: id });

  expect((await environment.settled('guarded', 'failed')).error?.code).toBe('TARGET_PROTECTED');
  await environment.settled('allowed-cluster', 'completed');
  expect(await dataOf(environment, 'allowed-cluster')).toEqual(inTheSnapshot);
});

test('a failed request goes on once its cause is removed and its message is sent again', async () => {
  await createCluster(environment, 'mended');
  const { DBClusterArn: ResourceName } = await describe(environment.rds, 'mended');
  const request = { operation_id: 'mended', snapshot_name: SNAPSHOT, target_cluster_id: 'mended' };
  await environment.request(request);
  await environment.settled('mended', 'failed');
  await environment.rest();

  for (const name of [ResourceName, ResourceName?.replace(':cluster:mended', ':db:mended-1')])
    await environment.rds.send(
      new AddTagsToResourceCommand({
        ResourceName: name,
        Tags: [{ Key: 'aurora-restore:managed', Value: 'true' }],
      }),
    );
  await environment.request(request);

  await environment.settled('mended', 'completed');
});

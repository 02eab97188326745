import {
  AddTagsToResourceCommand,
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  DeleteDBClusterCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeEventsCommand,
  ModifyDBClusterCommand,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import { arn, newInstance, rdsKit } from './rds.fixture.ts';

const orders = { DBClusterIdentifier: 'orders' };

it('a steered status outlasts what was under way', async () => {
  const { createCluster, createGroup, send, settle, cluster, rds, events } = rdsKit();
  const lost = 'inaccessible-encryption-credentials';
  await createCluster('orders');
  events.length = 0;

  const group = await createGroup('databases');
  await send(new ModifyDBClusterCommand({ ...orders, VpcSecurityGroupIds: [group] }));
  rds.steer.setClusterStatus('orders', lost);
  await settle();
  expect((await cluster('orders')).Status).toBe(lost);

  rds.steer.setClusterStatus('orders', 'available');
  await send(new StopDBClusterCommand(orders));
  rds.steer.setClusterStatus('orders', lost);
  await settle();
  expect((await cluster('orders')).Status).toBe(lost);

  rds.steer.setClusterStatus('orders', 'stopped');
  await send(new StartDBClusterCommand(orders));
  rds.steer.setClusterStatus('orders', lost);
  await settle();
  expect((await cluster('orders')).Status).toBe(lost);
  expect(events).toEqual([]);
});

it('a cluster that vanishes leaves its snapshots, and its name is free', async () => {
  const { createCluster, createSnapshot, cluster, snapshot, rds, events } = rdsKit();
  await createCluster('orders');
  await createSnapshot('nightly', 'orders');
  events.length = 0;

  rds.steer.vanish('orders');

  await expect(cluster('orders')).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  expect((await snapshot('nightly')).Status).toBe('available');
  expect(events).toEqual([]);
  await expect(createCluster('orders')).resolves.toBeDefined();
});

it('a cluster that vanishes while it is deleted takes no other of its name with it', async () => {
  const { createCluster, send, settle, cluster, rds } = rdsKit();
  await createCluster('orders');
  await send(new DeleteDBClusterCommand({ ...orders, SkipFinalSnapshot: true }));

  rds.steer.vanish('orders');
  const { DbClusterResourceId } = await createCluster('orders');
  await settle(2);

  expect((await cluster('orders')).DbClusterResourceId).toBe(DbClusterResourceId);
});

it('a failure is told to DescribeEvents and to the bus, in the words of RDS', async () => {
  const { createCluster, createInstance, send, rds, told } = rdsKit();
  await createCluster('orders');
  await createInstance('orders-1', 'orders');
  told().length = 0;

  rds.steer.setInstanceStatus('orders-1', 'incompatible-network');
  rds.steer.tellFailure('RDS-EVENT-0036', 'orders-1', 'No such subnet');

  const message = 'Database instance in incompatible-network. No such subnet';
  const { Events } = await send(
    new DescribeEventsCommand({ SourceType: 'db-instance', SourceIdentifier: 'orders-1' }),
  );
  expect(Events?.at(-1)).toMatchObject({ Message: message, EventCategories: ['failure'] });
  expect(told().at(-1)).toBe(`${arn('db', 'orders-1')} 0036 ${message}`);
});

it('an instance that vanishes does not come back with what was under way', async () => {
  const { createCluster, send, settle, instance, rds } = rdsKit();
  await createCluster('orders');
  await send(newInstance('orders-1', 'orders'));

  rds.steer.vanishInstance('orders-1');
  await settle();

  await expect(instance('orders-1')).rejects.toMatchObject({ code: 'DBInstanceNotFoundFault' });
});

it('a snapshot that fails or vanishes while it is made does so for good', async () => {
  const { createCluster, createSnapshot, send, settle, snapshot, rds } = rdsKit();
  await createCluster('orders');
  await createSnapshot('nightly', 'orders');
  for (const TargetDBClusterSnapshotIdentifier of ['failing', 'vanishing'])
    await send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: 'nightly',
        TargetDBClusterSnapshotIdentifier,
      }),
    );

  rds.steer.setSnapshotStatus('failing', 'failed');
  rds.steer.vanishSnapshot('vanishing');
  await settle();

  expect((await snapshot('failing')).Status).toBe('failed');
  await expect(snapshot('vanishing')).rejects.toThrow(/not found/);
});

it('a call of the owner happens at once, and is refused as any other', async () => {
  const { createCluster, cluster, rds } = rdsKit();
  await createCluster('orders');
  const tags = { ResourceName: arn('cluster', 'orders'), Tags: [{ Key: 'team', Value: 'dba' }] };

  rds.steer.call('AddTagsToResource', new AddTagsToResourceCommand(tags).input);

  expect((await cluster('orders')).TagList).toEqual(tags.Tags);
  expect(() => rds.steer.call('DeleteDBCluster', { DBClusterIdentifier: 'none' })).toThrow();
  expect(() => rds.steer.call('NoSuchCall', {})).toThrow(/NoSuchCall/);
});

it('work takes as long as it is told to', async () => {
  const { createCluster, send, clock, snapshot, createSnapshot, rds } = rdsKit();
  await createCluster('orders');
  await createSnapshot('nightly', 'orders');
  rds.steer.setDurations({ copySnapshot: 3_600_000 });

  await send(
    new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: 'nightly',
      TargetDBClusterSnapshotIdentifier: 'copy',
    }),
  );
  await clock.idle();
  clock.advance(1_800_000);

  expect(await snapshot('copy')).toMatchObject({ Status: 'copying', PercentProgress: 50 });
});

it('RDS takes its own snapshot once a minute at most, in whatever account and region', async () => {
  const { settle, send, rds, clock } = rdsKit();
  const place = { accountId: '999988887777', region: 'us-east-1' };
  await send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'theirs',
      Engine: 'aurora-mysql',
      MasterUsername: 'admin',
      MasterUserPassword: 'first-password',
    }),
    place,
  );
  await settle();
  clock.advance(60_000 - (clock.now() % 60_000));

  const name = rds.steerAt(place).takeAutomatedSnapshot('theirs');

  expect(name).toMatch(/^rds:theirs-\d{4}-\d\d-\d\d-\d\d-\d\d$/);
  const { DBClusterSnapshots } = await send(
    new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'automated' }),
    place,
  );
  expect(DBClusterSnapshots?.map((one) => one.DBClusterSnapshotIdentifier)).toEqual([name]);
  rds.steerAt(place).setClusterStatus('theirs', 'available');
  expect(() => rds.steerAt(place).takeAutomatedSnapshot('theirs')).toThrow('already exists');
});

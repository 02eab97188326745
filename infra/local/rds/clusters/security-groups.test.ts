import { CreateSubnetCommand, DeleteSecurityGroupCommand } from '@aws-sdk/client-ec2';
import {
  CreateDBClusterCommand,
  CreateDBSubnetGroupCommand,
  ModifyDBClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import { NETWORK, rdsKit } from '../rds.fixture.ts';

const unknown = 'sg-0123456789abcdef0';
const Engine = 'aurora-mysql';

/** Every call that names security groups. */
const calls = (VpcSecurityGroupIds: string[]) => ({
  creating: new CreateDBClusterCommand({
    DBClusterIdentifier: 'new',
    Engine,
    MasterUsername: 'admin',
    MasterUserPassword: 'first-password',
    VpcSecurityGroupIds,
  }),
  restoring: new RestoreDBClusterFromSnapshotCommand({
    DBClusterIdentifier: 'new',
    SnapshotIdentifier: 'nightly',
    Engine,
    VpcSecurityGroupIds,
  }),
  modifying: new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders', VpcSecurityGroupIds }),
});

const kitWithSnapshot = async () => {
  const kit = rdsKit();
  await kit.createCluster('orders');
  await kit.createSnapshot('nightly', 'orders');
  return kit;
};

it.each(['creating', 'restoring', 'modifying'] as const)(
  '%s a cluster with a security group that does not exist is refused',
  async (kind) => {
    const { send, cluster, createGroup } = await kitWithSnapshot();
    const before = await cluster('orders');
    const known = await createGroup('databases');

    await expect(send(calls([known, unknown])[kind])).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: `Invalid security group , groupId= ${unknown}, groupName=.`,
    });
    expect(await cluster('orders')).toEqual(before);
    await expect(cluster('new')).rejects.toThrow();
  },
);

it.each(['creating', 'restoring', 'modifying'] as const)(
  '%s a cluster with a security group of another VPC is refused',
  async (kind) => {
    const { send, createGroup, createVpc } = await kitWithSnapshot();
    const vpc = await createVpc();
    const group = await createGroup('databases', vpc);

    await expect(send(calls([group])[kind])).rejects.toMatchObject({
      code: 'InvalidParameterCombination',
      message: expect.stringContaining(
        `is in ${NETWORK.vpc.id} and the EC2 security group is in ${vpc}`,
      ),
    });
  },
);

it('a security group of another region or account does not exist here', async () => {
  const { send, createGroup } = await kitWithSnapshot();
  const group = await createGroup('databases');

  for (const elsewhere of [{ region: 'us-east-1' }, { accountId: '999988887777' }])
    await expect(send(calls([group]).creating, elsewhere)).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
});

it('a cluster whose request names none has the default one of the VPC that it stands in', async () => {
  const { createCluster, createGroup, createVpc, send, sendEc2 } = rdsKit();
  const VpcId = await createVpc();
  const subnets = ['a', 'b'].map((zone) =>
    sendEc2(
      new CreateSubnetCommand({
        VpcId,
        CidrBlock: '10.0.0.0/24',
        AvailabilityZone: `eu-west-1${zone}`,
      }),
    ),
  );
  const SubnetIds = (await Promise.all(subnets)).map(({ Subnet }) => Subnet?.SubnetId ?? '');
  const DBSubnetGroupName = 'private';
  await send(
    new CreateDBSubnetGroupCommand({ DBSubnetGroupName, DBSubnetGroupDescription: 'x', SubnetIds }),
  );
  const own = await createGroup('databases', VpcId);

  const usual = await createCluster('usual');
  const inVpc = await createCluster('in-vpc', { DBSubnetGroupName });
  const named = await createCluster('named', { DBSubnetGroupName, VpcSecurityGroupIds: [own] });

  const groupOf = ({ VpcSecurityGroups }: typeof usual) =>
    VpcSecurityGroups?.[0]?.VpcSecurityGroupId;
  expect(groupOf(usual)).toBe(NETWORK.securityGroupId);
  expect(groupOf(inVpc)).toMatch(/^sg-/);
  expect(groupOf(inVpc)).not.toBe(groupOf(usual));
  expect(groupOf(named)).toBe(own);
});

it('a security group cannot be deleted while a cluster has it', async () => {
  const { createCluster, createGroup, rds, sendEc2 } = rdsKit();
  const GroupId = await createGroup('databases');
  const remove = new DeleteSecurityGroupCommand({ GroupId });
  await createCluster('orders', { VpcSecurityGroupIds: [GroupId] });

  await expect(sendEc2(remove)).rejects.toMatchObject({ code: 'DependencyViolation' });
  rds.steer.vanish('orders');

  expect(await sendEc2(remove)).toMatchObject({ GroupId });
});

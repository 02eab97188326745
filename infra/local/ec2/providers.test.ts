import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { NETWORK, startEc2 } from './ec2.fixture.ts';

const GROUP = 'AWS::EC2::SecurityGroup';
const localhost = { IpProtocol: '-1', CidrIp: '127.0.0.1/32', Description: 'nowhere' };

it('a security group of a template has the rules that the template gives it, and no others', async () => {
  const { declared, send } = startEc2();
  const functions = await declared(GROUP, 'Functions', { GroupDescription: 'mine' });

  const { ref, attributes } = await declared(GROUP, 'Databases', {
    GroupDescription: 'mine',
    GroupName: 'databases',
    VpcId: NETWORK.vpc.id,
    SecurityGroupIngress: [
      { IpProtocol: 'tcp', FromPort: 0, ToPort: '65535', SourceSecurityGroupId: functions.ref },
    ],
    SecurityGroupEgress: [localhost],
    Tags: [{ Key: 'team', Value: 'dba' }],
  });

  const { SecurityGroups } = await send(new DescribeSecurityGroupsCommand({ GroupIds: [ref] }));
  expect(attributes).toEqual({ GroupId: ref, Id: ref, VpcId: NETWORK.vpc.id });
  expect(SecurityGroups).toMatchObject([
    {
      GroupName: 'databases',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 0,
          ToPort: 65_535,
          UserIdGroupPairs: [{ GroupId: functions.ref }],
        },
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '127.0.0.1/32' }] }],
      Tags: [{ Key: 'team', Value: 'dba' }],
    },
  ]);
});

it('rules may be resources of their own', async () => {
  const { declared, send } = startEc2();
  const { ref: GroupId } = await declared(GROUP, 'Databases', { GroupDescription: 'mine' });

  const { ref } = await declared(`${GROUP}Ingress`, 'Rule', { ...localhost, GroupId });
  await declared(`${GROUP}Egress`, 'Other', { ...localhost, GroupId });

  const { SecurityGroups } = await send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  expect(ref).toMatch(/^sgr-/);
  expect(SecurityGroups?.[0]?.IpPermissions).toHaveLength(1);
  expect(SecurityGroups?.[0]?.IpPermissionsEgress?.[0]?.IpRanges).toHaveLength(2);
});

it('a VPC of a template has its default security group, and its subnets', async () => {
  const { declared, send } = startEc2();
  const vpc = await declared('AWS::EC2::VPC', 'Vpc', { CidrBlock: '10.0.0.0/16' });
  const VpcId = vpc.ref;

  const subnet = await declared('AWS::EC2::Subnet', 'Subnet', { VpcId, CidrBlock: '10.0.0.0/24' });

  const GroupIds = [vpc.attributes?.DefaultSecurityGroup ?? ''];
  const { SecurityGroups } = await send(new DescribeSecurityGroupsCommand({ GroupIds }));
  const { Subnets } = await send(new DescribeSubnetsCommand({ SubnetIds: [subnet.ref] }));
  expect(SecurityGroups).toMatchObject([{ VpcId, GroupName: 'default' }]);
  expect(Subnets).toMatchObject([{ VpcId, AvailabilityZone: 'eu-west-1a', DefaultForAz: false }]);
});

it.each([
  ['an unknown property', { GroupDescription: 'mine', Colour: 'red' }, /Colour/],
  ['a VPC that does not exist', { GroupDescription: 'mine', VpcId: 'vpc-1' }, /vpc-1/],
])('a security group with %s is refused', async (_what, properties, message) => {
  const { declared } = startEc2();

  await expect(declared(GROUP, 'Databases', properties)).rejects.toThrow(message);
});

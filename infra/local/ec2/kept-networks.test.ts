import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSubnetCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { handOver } from '../kept.fixture.ts';
import { NETWORK, startEc2 } from './ec2.fixture.ts';

const fromOffice = [
  { IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, IpRanges: [{ CidrIp: '10.1.0.0/16' }] },
];

test('VPCs, subnets and security groups come back under their ids', async () => {
  const [before, after] = [startEc2(), startEc2()];
  const VpcId = await before.vpc();
  await before.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  await before.group('shop', VpcId);
  await before.send(
    new RevokeSecurityGroupEgressCommand({
      GroupId: NETWORK.securityGroupId,
      IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }),
  );
  const described = async ({ send }: typeof before) => [
    await send(new DescribeVpcsCommand({})),
    await send(new DescribeSubnetsCommand({})),
    await send(new DescribeSecurityGroupsCommand({})),
  ];

  await handOver(before.kept, after.kept);

  expect(await described(after)).toEqual(await described(before));
});

test('a group that a template declares is the same each time, and has the rules that were added to it', async () => {
  const [before, after] = [startEc2(), startEc2()];
  const properties = {
    GroupDescription: 'declared',
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '10.0.0.0/8' }],
  };
  const [made, again] = await Promise.all(
    [before, after].map(({ declared }) => declared('AWS::EC2::SecurityGroup', 'Group', properties)),
  );
  const GroupId = made?.ref ?? '';
  await before.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: fromOffice }),
  );
  const described = ({ send }: typeof before) =>
    send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));

  await handOver(before.kept, after.kept);

  expect(again).toEqual(made);
  expect(await described(after)).toEqual(await described(before));
});

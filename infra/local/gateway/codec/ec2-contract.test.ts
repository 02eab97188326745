import * as ec2 from '@aws-sdk/client-ec2';
import { contractsOf } from './contract.fixture.ts';

const contract = contractsOf<
  ec2.ServiceInputTypes,
  ec2.ServiceOutputTypes,
  ec2.EC2ClientResolvedConfig
>('ec2', (config) => new ec2.EC2Client(config));

const GroupId = 'sg-0123456789abcdef0';
const Tags = [{ Key: 'note', Value: 'a <b> & "c"' }];
const IpPermissions: ec2.IpPermission[] = [
  {
    IpProtocol: 'tcp',
    FromPort: 3306,
    ToPort: 3306,
    IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'inside' }, { CidrIp: '192.168.0.0/16' }],
    UserIdGroupPairs: [{ GroupId, UserId: '111122223333' }],
  },
  { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
];

contract(
  ec2.DescribeSecurityGroupsCommand,
  {
    GroupIds: [GroupId, 'sg-0123456789abcdef1'],
    Filters: [
      { Name: 'vpc-id', Values: ['vpc-0123456789abcdef0', 'a&b=c'] },
      { Name: 'group-name', Values: ['default'] },
    ],
    MaxResults: 5,
    DryRun: false,
  },
  {
    SecurityGroups: [
      {
        GroupId,
        GroupName: 'default',
        VpcId: 'vpc-1',
        IpPermissions,
        IpPermissionsEgress: [],
        Tags,
      },
      { GroupId: 'sg-2' },
    ],
    NextToken: 'next',
  },
);
contract(ec2.DescribeSecurityGroupsCommand, {}, { SecurityGroups: [] });
contract(
  ec2.CreateSecurityGroupCommand,
  {
    GroupName: 'databases',
    Description: 'mine',
    VpcId: 'vpc-1',
    TagSpecifications: [{ ResourceType: 'security-group', Tags }],
  },
  { GroupId, Tags, SecurityGroupArn: 'arn' },
);
contract(ec2.DeleteSecurityGroupCommand, { GroupId }, { Return: true, GroupId });
contract(
  ec2.AuthorizeSecurityGroupIngressCommand,
  { GroupId, IpPermissions },
  { Return: true, SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1', IsEgress: false }] },
);
contract(
  ec2.RevokeSecurityGroupEgressCommand,
  { GroupId, IpPermissions },
  { Return: true, UnknownIpPermissions: [] },
);
contract(
  ec2.DescribeVpcsCommand,
  { VpcIds: ['vpc-1'] },
  { Vpcs: [{ VpcId: 'vpc-1', IsDefault: true, CidrBlock: '172.31.0.0/16' }] },
);
contract(
  ec2.DescribeSubnetsCommand,
  { SubnetIds: ['subnet-1', 'subnet-2'] },
  {
    Subnets: [{ SubnetId: 'subnet-1', AvailableIpAddressCount: 4091, MapPublicIpOnLaunch: false }],
  },
);

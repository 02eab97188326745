import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type DescribeSecurityGroupsCommandInput,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { NETWORK, startEc2 } from './ec2.fixture.ts';

type Ec2 = ReturnType<typeof startEc2>;

const look = async ({ send }: Ec2, input: DescribeSecurityGroupsCommandInput = {}) =>
  (await send(new DescribeSecurityGroupsCommand(input))).SecurityGroups ?? [];
const names = async (ec2: Ec2, input: DescribeSecurityGroupsCommandInput) =>
  (await look(ec2, input)).map(({ GroupName }) => GroupName);
const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });

const unknown = 'sg-0123456789abcdef0';
const nothing = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
const outside = { ...nothing, IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const mysql = (more: Partial<IpPermission>): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 3306,
  ToPort: 3306,
  ...more,
});

describe('security groups', () => {
  it('begin with the default one of the default VPC', async () => {
    const [group, ...others] = await look(startEc2());

    expect(others).toEqual([]);
    expect(group).toMatchObject({
      GroupId: NETWORK.securityGroupId,
      GroupName: 'default',
      VpcId: NETWORK.vpc.id,
      IpPermissions: [{ UserIdGroupPairs: [{ GroupId: NETWORK.securityGroupId }] }],
      IpPermissionsEgress: [outside],
    });
  });

  it('let everything out and nothing in when they are new', async () => {
    const ec2 = startEc2();

    const GroupId = await ec2.group('databases');

    expect(await look(ec2, { GroupIds: [GroupId] })).toMatchObject([
      { GroupName: 'databases', IpPermissions: [], IpPermissionsEgress: [outside] },
    ]);
  });

  it('are found by any value of a filter, and by all filters together', async () => {
    const ec2 = startEc2();
    const vpc = await ec2.vpc();
    const inVpc = await ec2.group('databases', vpc);
    await ec2.group('databases');
    await ec2.group('web');

    expect(await names(ec2, filter('group-name', 'web', 'data*'))).toEqual([
      'databases',
      'databases',
      'web',
    ]);
    expect(await names(ec2, filter('vpc-id', vpc))).toEqual(['default', 'databases']);
    expect(await names(ec2, filter('group-id', inVpc, unknown))).toEqual(['databases']);
    expect(
      await names(ec2, {
        Filters: [
          { Name: 'vpc-id', Values: [vpc] },
          { Name: 'group-name', Values: ['web'] },
        ],
      }),
    ).toEqual([]);
  });

  it('are found by their tags', async () => {
    const ec2 = startEc2();
    await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'tagged',
        Description: 'mine',
        TagSpecifications: [
          { ResourceType: 'security-group', Tags: [{ Key: 'team', Value: 'dba' }] },
        ],
      }),
    );

    expect(await names(ec2, filter('tag:team', 'dba'))).toEqual(['tagged']);
    expect(await names(ec2, filter('tag:team', 'web'))).toEqual([]);
    expect(await names(ec2, filter('tag-key', 'team'))).toEqual(['tagged']);
  });

  it('come in pages where a number is asked for', async () => {
    const ec2 = startEc2();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await ec2.group(name);

    const first = await ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5 }));
    const { NextToken } = first;
    const rest = await ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5, NextToken }));

    expect(first.SecurityGroups).toHaveLength(5);
    expect(rest.SecurityGroups?.map(({ GroupName }) => GroupName)).toEqual(['e', 'f']);
    expect(rest.NextToken).toBeUndefined();
  });

  it('are gone when they are deleted', async () => {
    const ec2 = startEc2();
    const GroupId = await ec2.group('databases');

    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));

    expect(await names(ec2, {})).toEqual(['default']);
  });

  const create = (GroupName: string, VpcId?: string) =>
    new CreateSecurityGroupCommand({ GroupName, Description: 'mine', VpcId });
  it.each([
    [
      'a group',
      new DescribeSecurityGroupsCommand({ GroupIds: [unknown] }),
      'InvalidGroup.NotFound',
    ],
    [
      'an id',
      new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }),
      'InvalidGroupId.Malformed',
    ],
    ['a name', new DescribeSecurityGroupsCommand({ GroupNames: ['x'] }), 'InvalidGroup.NotFound'],
    [
      'a filter',
      new DescribeSecurityGroupsCommand(filter('colour', 'red')),
      'InvalidParameterValue',
    ],
    ['a page', new DescribeSecurityGroupsCommand({ MaxResults: 4 }), 'InvalidParameterValue'],
    ['a VPC', create('x', 'vpc-0123456789abcdef0'), 'InvalidVpcID.NotFound'],
    ['a taken name', create('taken'), 'InvalidGroup.Duplicate'],
    ['a reserved name', create('default'), 'InvalidGroup.Reserved'],
    ['a name like an id', create('sg-databases'), 'InvalidParameterValue'],
    [
      'the default group',
      new DeleteSecurityGroupCommand({ GroupId: NETWORK.securityGroupId }),
      'CannotDelete',
    ],
    ['a dry run', new DescribeSecurityGroupsCommand({ DryRun: true }), 'DryRunOperation'],
    [
      'what is not implemented',
      new DeleteSecurityGroupCommand({ GroupName: 'x' }),
      'NotImplemented',
    ],
  ])('are refused for %s', async (_what, command, code) => {
    const ec2 = startEc2();
    await ec2.group('taken');

    await expect(ec2.send<unknown>(command)).rejects.toMatchObject({ code });
  });
});

describe('rules', () => {
  it('are described with their groups, and gone when they are revoked', async () => {
    const ec2 = startEc2();
    const source = await ec2.group('functions');
    const GroupId = await ec2.group('databases');
    const IpPermissions = [
      mysql({ UserIdGroupPairs: [{ GroupId: source }] }),
      mysql({ IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'inside' }] }),
    ];

    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    const [opened] = await look(ec2, { GroupIds: [GroupId] });
    await ec2.send(
      new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: IpPermissions.slice(0, 1) }),
    );
    const [left] = await look(ec2, { GroupIds: [GroupId] });

    const ranges = [{ CidrIp: '10.0.0.0/8', Description: 'inside' }];
    expect(opened?.IpPermissions).toEqual([
      mysql({
        ...nothing,
        IpRanges: ranges,
        UserIdGroupPairs: [{ GroupId: source, UserId: '111122223333' }],
      }),
    ]);
    expect(left?.IpPermissions).toEqual([mysql({ ...nothing, IpRanges: ranges })]);
    expect(left?.IpPermissionsEgress).toEqual([outside]);
  });

  it('keep the group that they name', async () => {
    const ec2 = startEc2();
    const source = await ec2.group('functions');
    const GroupId = await ec2.group('databases');
    const IpPermissions = [mysql({ UserIdGroupPairs: [{ GroupId: source }] })];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));

    await expect(
      ec2.send(new DeleteSecurityGroupCommand({ GroupId: source })),
    ).rejects.toMatchObject({ code: 'DependencyViolation' });
  });

  const open = [{ CidrIp: '0.0.0.0/0' }];
  it.each([
    ['a rule that is there', { IpProtocol: 'all', IpRanges: open }, 'InvalidPermission.Duplicate'],
    ['a group that is not', { UserIdGroupPairs: [{ GroupId: unknown }] }, 'InvalidGroup.NotFound'],
    ['no peer', {}, 'MissingParameter'],
    ['a range that is none', { IpRanges: [{ CidrIp: '10.0.0.0/33' }] }, 'InvalidParameterValue'],
    ['ports that are none', { FromPort: 5, ToPort: 4, IpRanges: open }, 'InvalidParameterValue'],
    ['no protocol', { IpProtocol: 'mysql', IpRanges: open }, 'InvalidParameterValue'],
  ])('are refused for %s, and then none of them is added', async (_what, permission, code) => {
    const ec2 = startEc2();
    const GroupId = await ec2.group('databases');
    const before = await look(ec2);
    const IpPermissions = [mysql({ IpRanges: open }), mysql(permission)];

    await expect(
      ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions })),
    ).rejects.toMatchObject({ code });
    expect(await look(ec2)).toEqual(before);
  });

  it('that are not there cannot be revoked', async () => {
    const ec2 = startEc2();
    const GroupId = await ec2.group('databases');
    const IpPermissions = [mysql({ IpRanges: open })];

    await expect(
      ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    ).rejects.toMatchObject({ code: 'InvalidPermission.NotFound' });
  });
});

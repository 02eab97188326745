import type {
  CreateSecurityGroupRequest,
  DeleteSecurityGroupRequest,
  SecurityGroup as Described,
  DescribeSecurityGroupsRequest,
} from '@aws-sdk/client-ec2';
import { defaultNetwork } from './default-network.ts';
import {
  defaultGroupStays,
  groupNameNotFound,
  inUse,
  invalidValue,
  malformedGroupId,
  missing,
  reservedGroup,
} from './errors.ts';
import { idOf, isId } from './ids.ts';
import { type FilterValues, filtered, page } from './listing.ts';
import type { Network, Place, SecurityGroup } from './network.ts';
import { type Networks, toEverywhere } from './networks.ts';
import type { Operation } from './operation.ts';
import { arnOf, look, onExisting, onNew } from './permissions.ts';
import { permissionsOf } from './rules.ts';
import { readTags, tagList } from './tags.ts';

const filters: FilterValues<SecurityGroup> = {
  description: ({ description }) => [description],
  'group-id': ({ id }) => [id],
  'group-name': ({ name }) => [name],
  'vpc-id': ({ vpcId }) => [vpcId],
};

export const describeSecurityGroups = (
  networks: Networks,
): Operation<DescribeSecurityGroupsRequest> => ({
  members: ['Filters', 'GroupIds', 'GroupNames', 'MaxResults', 'NextToken'],
  permissions: look,
  run: (input, call) => {
    const network = networks.at(call);
    const { GroupIds: ids = [], GroupNames: names = [] } = input;
    const asked = [
      ...ids.map((id) => networks.group(call, wellFormed(id))),
      ...names.map((name) => namedInDefaultVpc(network, name)),
    ];
    const groups = asked.length > 0 ? [...new Set(asked)] : [...network.groups.values()];
    const { items, NextToken } = page(filtered(groups, input.Filters, filters), input);
    return { SecurityGroups: items.map((group) => describe(call, group)), NextToken };
  },
});

/** `id`, unless no group can have it. */
export function wellFormed(id: string): string {
  if (!isId('sg', id)) throw malformedGroupId(id);
  return id;
}

function namedInDefaultVpc({ place, groups }: Network, name: string): SecurityGroup {
  const { vpc } = defaultNetwork(place);
  const found = [...groups.values()].find((one) => one.vpcId === vpc.id && one.name === name);
  if (!found) throw groupNameNotFound(name, vpc.id);
  return found;
}

const describe = (place: Place, { id, name, description, vpcId, rules, tags }: SecurityGroup) =>
  ({
    GroupId: id,
    GroupName: name,
    Description: description,
    VpcId: vpcId,
    OwnerId: place.accountId,
    SecurityGroupArn: arnOf(place, 'security-group', id),
    IpPermissions: permissionsOf(rules.filter(({ IsEgress }) => !IsEgress)),
    IpPermissionsEgress: permissionsOf(rules.filter(({ IsEgress }) => IsEgress)),
    Tags: tagList(tags),
  }) satisfies Described;

export const createSecurityGroup = (
  networks: Networks,
  uuid: () => string,
): Operation<CreateSecurityGroupRequest> => ({
  members: ['Description', 'GroupName', 'TagSpecifications', 'VpcId'],
  permissions: (input, call) => [
    ...onNew(call, 'security-group', input.TagSpecifications),
    onExisting(networks, call, 'vpc', input.VpcId ?? defaultNetwork(call).vpc.id),
  ],
  run: ({ GroupName, Description, VpcId, TagSpecifications }, call) => {
    if (!GroupName) throw missing('groupName');
    if (!Description) throw missing('groupDescription');
    const group = newGroup(networks, call, {
      id: idOf('sg', uuid()),
      name: GroupName,
      description: Description,
      vpcId: VpcId,
      tags: readTags(TagSpecifications, 'security-group'),
    });
    return {
      GroupId: group.id,
      SecurityGroupArn: arnOf(call, 'security-group', group.id),
      Tags: tagList(group.tags),
    };
  },
});

type Wanted = Omit<SecurityGroup, 'rules' | 'vpcId'> & { readonly vpcId?: string | undefined };

/** In the default VPC where none is named; it lets everything out and nothing in. */
export function newGroup(networks: Networks, place: Place, wanted: Wanted): SecurityGroup {
  const { id, name, vpcId = defaultNetwork(place).vpc.id } = wanted;
  if (name === 'default') throw reservedGroup(name);
  if (/^sg-/i.test(name) || name.length > 255)
    throw invalidValue(
      'Invalid group name. It has 255 characters at most and does not start with sg-.',
    );
  return networks.addGroup(place, { ...wanted, vpcId, rules: [toEverywhere(id)] });
}

export const deleteSecurityGroup = (
  networks: Networks,
  usedElsewhere: (place: Place, groupId: string) => boolean,
): Operation<DeleteSecurityGroupRequest> => ({
  members: ['GroupId'],
  permissions: ({ GroupId }, call) => [onExisting(networks, call, 'security-group', GroupId ?? '')],
  run: ({ GroupId }, call) => {
    if (!GroupId) throw missing('groupId');
    const { id, name } = networks.group(call, wellFormed(GroupId));
    if (name === 'default') throw defaultGroupStays(id);
    const referenced = [...networks.at(call).groups.values()].some(
      (other) =>
        other.id !== id && other.rules.some((rule) => rule.ReferencedGroupInfo?.GroupId === id),
    );
    if (referenced || usedElsewhere(call, id)) throw inUse(id);
    networks.removeGroup(call, id);
    return { Return: true, GroupId: id };
  },
});

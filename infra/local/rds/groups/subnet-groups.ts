import type {
  CreateDBSubnetGroupCommandInput,
  DBSubnetGroup,
  DeleteDBSubnetGroupCommandInput,
  DescribeDBSubnetGroupsCommandInput,
} from '@aws-sdk/client-rds';
import type { Network } from '../../ec2/network.ts';
import { ServiceError } from '../../service.ts';
import { invalidValue } from '../errors.ts';
import { onlyMembers, required } from '../input.ts';
import { filtered } from '../listing/filters.ts';
import { page } from '../listing/page.ts';
import { arnOf, type Place } from '../naming/arn.ts';
import { newGroupName } from '../naming/identifier.ts';
import type { Operation } from '../operation.ts';
import { needs, tagging } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { SubnetGroup } from '../state/group.ts';
import { DEFAULT_SUBNET_GROUP, type Region } from '../state/regions.ts';
import { readTags } from '../tags/tags.ts';

export const createDBSubnetGroup = (rds: Rds): Operation<CreateDBSubnetGroupCommandInput> => ({
  permissions: (input, call) => [
    ...needs(rds, call, [['subgrp', input.DBSubnetGroupName]], { tags: input.Tags }),
    ...tagging(rds, call, 'subgrp', input.DBSubnetGroupName, input.Tags),
  ],
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBSubnetGroupDescription',
      'DBSubnetGroupName',
      'SubnetIds',
      'Tags',
    ]);
    const group = addSubnetGroup(rds, call, {
      name: newGroupName('DBSubnetGroupName', required(input, 'DBSubnetGroupName')),
      description: required(input, 'DBSubnetGroupDescription'),
      subnetIds: required(input, 'SubnetIds'),
      tags: readTags(input.Tags),
    });
    return { DBSubnetGroup: subnetGroupAnswer(group) };
  },
});

interface NewGroup extends Pick<SubnetGroup, 'name' | 'description' | 'tags'> {
  readonly subnetIds: readonly string[];
}

/** Puts a new group beside the others of its place. */
export const addSubnetGroup = (
  rds: Pick<Rds, 'regions' | 'networks'>,
  { accountId, region }: Place,
  { subnetIds, ...asked }: NewGroup,
): SubnetGroup => {
  const place = { accountId, region };
  const { subnetGroups } = rds.regions.at(place);
  if (subnetGroups.has(asked.name))
    throw new ServiceError(
      'DBSubnetGroupAlreadyExistsFault',
      `The DB subnet group '${asked.name}' already exists.`,
    );
  const group = { ...asked, place, ...together(rds.networks.at(place), subnetIds) };
  subnetGroups.set(group.name, group);
  return group;
};

/** The subnets, if they can be those of a group: of one VPC, in two zones at least. */
const together = (
  { subnets: known }: Network,
  ids: readonly string[],
): Pick<SubnetGroup, 'vpcId' | 'subnets'> => {
  const subnets = ids.flatMap((id) => known.get(id) ?? []);
  const [first] = subnets;
  if (!first || subnets.length < ids.length)
    throw invalidValue(`Some input subnets in :[${ids.join(', ')}] are invalid.`);
  if (subnets.some(({ vpcId }) => vpcId !== first.vpcId))
    throw new ServiceError(
      'InvalidSubnet',
      'The requested subnet is invalid, or multiple subnets were requested that are not all in a common VPC.',
    );
  if (new Set(subnets.map(({ zone }) => zone)).size < 2)
    throw new ServiceError(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      'The DB subnet group doesn’t meet Availability Zone (AZ) coverage requirement. Add subnets to cover at least 2 AZs.',
    );
  return { vpcId: first.vpcId, subnets };
};

export const describeDBSubnetGroups = (
  rds: Rds,
): Operation<DescribeDBSubnetGroupsCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['subgrp', input.DBSubnetGroupName]]),
  run: (input, call) => {
    const region = rds.regions.at(call);
    const { DBSubnetGroupName: name } = input;
    const groups = name ? [subnetGroupOf(region, name)] : region.subnetGroups.values();
    const { items, Marker } = page(filtered(groups, input.Filters, {}), ({ name }) => name, input);
    return { DBSubnetGroups: items.map(subnetGroupAnswer), Marker };
  },
});

export const deleteDBSubnetGroup = (rds: Rds): Operation<DeleteDBSubnetGroupCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['subgrp', input.DBSubnetGroupName]]),
  run: (input, call) => {
    const region = rds.regions.at(call);
    const { name } = subnetGroupOf(region, required(input, 'DBSubnetGroupName'));
    const inUse = [...region.clusters.values()].some(
      ({ settings }) => settings.DBSubnetGroup === name,
    );
    if (inUse || name === DEFAULT_SUBNET_GROUP)
      throw new ServiceError(
        'InvalidDBSubnetGroupStateFault',
        `Cannot delete the subnet group '${name}' because at least one database instance is still using it.`,
      );
    region.subnetGroups.delete(name);
    return undefined;
  },
});

/** The group of that name that a request refers to. */
export const subnetGroupOf = (region: Region, name: string): SubnetGroup => {
  const found = region.subnetGroups.get(name.toLowerCase());
  if (found) return found;
  throw new ServiceError(
    'DBSubnetGroupNotFoundFault',
    `DB subnet group '${name}' does not exist.`,
    404,
  );
};

export const subnetGroupAnswer = (group: SubnetGroup): DBSubnetGroup => ({
  DBSubnetGroupName: group.name,
  DBSubnetGroupDescription: group.description,
  DBSubnetGroupArn: arnOf(group.place, 'subgrp', group.name),
  VpcId: group.vpcId,
  SubnetGroupStatus: 'Complete',
  Subnets: group.subnets.map(({ id, zone }) => ({
    SubnetIdentifier: id,
    SubnetAvailabilityZone: { Name: zone },
    SubnetStatus: 'Active',
  })),
  SupportedNetworkTypes: ['IPV4'],
});

import type {
  CreateDBSubnetGroupCommandInput,
  DBSubnetGroup,
  DeleteDBSubnetGroupCommandInput,
  DescribeDBSubnetGroupsCommandInput,
} from '@aws-sdk/client-rds';
import { ServiceError } from '../../service.ts';
import { onlyMembers, required } from '../input.ts';
import { filtered } from '../listing/filters.ts';
import { page } from '../listing/page.ts';
import { arnOf, type Place } from '../naming/arn.ts';
import { newGroupName } from '../naming/identifier.ts';
import type { Operation } from '../operation.ts';
import { needs, tagging } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { SubnetGroup } from '../state/group.ts';
import { DEFAULT_SUBNET_GROUP, type Region, type Regions } from '../state/regions.ts';
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
    const group = addSubnetGroup(rds.regions, call, {
      name: newGroupName('DBSubnetGroupName', required(input, 'DBSubnetGroupName')),
      description: required(input, 'DBSubnetGroupDescription'),
      subnetIds: required(input, 'SubnetIds'),
      tags: readTags(input.Tags),
    });
    return { DBSubnetGroup: subnetGroupAnswer(group) };
  },
});

/** Puts a new group beside the others of its place. */
export const addSubnetGroup = (
  regions: Regions,
  { accountId, region }: Place,
  asked: Omit<SubnetGroup, 'place'>,
): SubnetGroup => {
  const { subnetGroups } = regions.at({ accountId, region });
  if (subnetGroups.has(asked.name))
    throw new ServiceError(
      'DBSubnetGroupAlreadyExistsFault',
      `The DB subnet group '${asked.name}' already exists.`,
    );
  if (asked.subnetIds.length < 2)
    throw new ServiceError(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      'The DB subnet group doesn’t meet Availability Zone (AZ) coverage requirement. Add subnets to cover at least 2 AZs.',
    );
  const group = { ...asked, place: { accountId, region } };
  subnetGroups.set(group.name, group);
  return group;
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

export const VPC = 'vpc-00000000000000000';

export const subnetGroupAnswer = (group: SubnetGroup): DBSubnetGroup => ({
  DBSubnetGroupName: group.name,
  DBSubnetGroupDescription: group.description,
  DBSubnetGroupArn: arnOf(group.place, 'subgrp', group.name),
  VpcId: VPC,
  SubnetGroupStatus: 'Complete',
  Subnets: group.subnetIds.map((SubnetIdentifier, n) => ({
    SubnetIdentifier,
    SubnetAvailabilityZone: { Name: `${group.place.region}${'abc'[n % 3]}` },
    SubnetStatus: 'Active',
  })),
  SupportedNetworkTypes: ['IPV4'],
});

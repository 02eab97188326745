import type {
  CreateDBClusterParameterGroupCommandInput,
  DBClusterParameterGroup,
  DeleteDBClusterParameterGroupCommandInput,
  DescribeDBClusterParameterGroupsCommandInput,
} from '@aws-sdk/client-rds';
import { onlyMembers, required } from '../input.ts';
import { filtered } from '../listing/filters.ts';
import { page } from '../listing/page.ts';
import { arnOf } from '../naming/arn.ts';
import { newGroupName } from '../naming/identifier.ts';
import type { Operation } from '../operation.ts';
import { needs, tagging } from '../permissions/needs.ts';
import type { Rds } from '../rds.ts';
import type { ParameterGroup } from '../state/group.ts';
import { readTags } from '../tags/tags.ts';
import { addParameterGroup, parameterGroupOf, removeParameterGroup } from './parameter-group.ts';

export const createDBClusterParameterGroup = (
  rds: Rds,
): Operation<CreateDBClusterParameterGroupCommandInput> => ({
  permissions: (input, call) => [
    ...needs(rds, call, [['cluster-pg', input.DBClusterParameterGroupName]], { tags: input.Tags }),
    ...tagging(rds, call, 'cluster-pg', input.DBClusterParameterGroupName, input.Tags),
  ],
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBParameterGroupFamily',
      'DBClusterParameterGroupName',
      'Description',
      'Tags',
    ]);
    const group = addParameterGroup(rds.regions.at(call).clusterParameterGroups, call, {
      name: newGroupName(
        'DBClusterParameterGroupName',
        required(input, 'DBClusterParameterGroupName'),
      ),
      description: required(input, 'Description'),
      family: required(input, 'DBParameterGroupFamily'),
      tags: readTags(input.Tags),
    });
    return { DBClusterParameterGroup: groupAnswer(group) };
  },
});

export const describeDBClusterParameterGroups = (
  rds: Rds,
): Operation<DescribeDBClusterParameterGroupsCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [['cluster-pg', input.DBClusterParameterGroupName]]),
  run: (input, call) => {
    const { clusterParameterGroups } = rds.regions.at(call);
    const { DBClusterParameterGroupName: name } = input;
    const groups = name
      ? [parameterGroupOf(clusterParameterGroups, name)]
      : clusterParameterGroups.values();
    const { items, Marker } = page(filtered(groups, input.Filters, {}), ({ name }) => name, input);
    return { DBClusterParameterGroups: items.map(groupAnswer), Marker };
  },
});

export const deleteDBClusterParameterGroup = (
  rds: Rds,
): Operation<DeleteDBClusterParameterGroupCommandInput> => ({
  permissions: (input, call) =>
    needs(rds, call, [['cluster-pg', input.DBClusterParameterGroupName]]),
  run: (input, call) => {
    const { clusterParameterGroups, clusters } = rds.regions.at(call);
    const { name } = parameterGroupOf(
      clusterParameterGroups,
      required(input, 'DBClusterParameterGroupName'),
    );
    const inUse = [...clusters.values()].some(
      ({ settings }) => settings.DBClusterParameterGroup === name,
    );
    removeParameterGroup(clusterParameterGroups, name, inUse);
    return undefined;
  },
});

const groupAnswer = (group: ParameterGroup): DBClusterParameterGroup => ({
  DBClusterParameterGroupName: group.name,
  DBParameterGroupFamily: group.family,
  Description: group.description,
  DBClusterParameterGroupArn: arnOf(group.place, 'cluster-pg', group.name),
});

import type {
  CreateDBParameterGroupCommandInput,
  DBParameterGroup,
  DeleteDBParameterGroupCommandInput,
  DescribeDBParameterGroupsCommandInput,
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

export const createDBParameterGroup = (
  rds: Rds,
): Operation<CreateDBParameterGroupCommandInput> => ({
  permissions: (input, call) => [
    ...needs(rds, call, [['pg', input.DBParameterGroupName]], { tags: input.Tags }),
    ...tagging(rds, call, 'pg', input.DBParameterGroupName, input.Tags),
  ],
  run: (input, call) => {
    onlyMembers(call.operation, input, [
      'DBParameterGroupFamily',
      'DBParameterGroupName',
      'Description',
      'Tags',
    ]);
    const group = addParameterGroup(rds.regions.at(call).parameterGroups, call, {
      name: newGroupName('DBParameterGroupName', required(input, 'DBParameterGroupName')),
      description: required(input, 'Description'),
      family: required(input, 'DBParameterGroupFamily'),
      tags: readTags(input.Tags),
    });
    return { DBParameterGroup: groupAnswer(group) };
  },
});

export const describeDBParameterGroups = (
  rds: Rds,
): Operation<DescribeDBParameterGroupsCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['pg', input.DBParameterGroupName]]),
  run: (input, call) => {
    const { parameterGroups } = rds.regions.at(call);
    const { DBParameterGroupName: name } = input;
    const groups = name ? [parameterGroupOf(parameterGroups, name)] : parameterGroups.values();
    const { items, Marker } = page(filtered(groups, input.Filters, {}), ({ name }) => name, input);
    return { DBParameterGroups: items.map(groupAnswer), Marker };
  },
});

export const deleteDBParameterGroup = (
  rds: Rds,
): Operation<DeleteDBParameterGroupCommandInput> => ({
  permissions: (input, call) => needs(rds, call, [['pg', input.DBParameterGroupName]]),
  run: (input, call) => {
    const { parameterGroups, instances } = rds.regions.at(call);
    const { name } = parameterGroupOf(parameterGroups, required(input, 'DBParameterGroupName'));
    const inUse = [...instances.values()].some(
      ({ settings }) => settings.DBParameterGroupName === name,
    );
    removeParameterGroup(parameterGroups, name, inUse);
    return undefined;
  },
});

const groupAnswer = (group: ParameterGroup): DBParameterGroup => ({
  DBParameterGroupName: group.name,
  DBParameterGroupFamily: group.family,
  Description: group.description,
  DBParameterGroupArn: arnOf(group.place, 'pg', group.name),
});

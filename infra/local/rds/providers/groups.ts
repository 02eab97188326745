import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CreatedResource, ResourceProvider, TemplatePlace } from '../../service.ts';
import { addParameterGroup } from '../groups/parameter-group.ts';
import { addSubnetGroup } from '../groups/subnet-groups.ts';
import { arnOf } from '../naming/arn.ts';
import { newGroupName } from '../naming/identifier.ts';
import type { Rds } from '../rds.ts';
import { readTags } from '../tags/tags.ts';

const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();
const parameterGroup = {
  Description: z.string(),
  Family: z.string(),
  /** Taken and not applied: the local server is no Aurora and does not know most of them. */
  Parameters: z.record(z.string(), z.unknown()).optional(),
  Tags: tags,
};
const SubnetGroup = z.strictObject({
  DBSubnetGroupDescription: z.string(),
  DBSubnetGroupName: z.string().optional(),
  SubnetIds: z.array(z.string()),
  Tags: tags,
});
const InstanceGroup = z.strictObject({
  ...parameterGroup,
  DBParameterGroupName: z.string().optional(),
});
const ClusterGroup = z.strictObject({
  ...parameterGroup,
  DBClusterParameterGroupName: z.string().optional(),
});

/** Subnet and parameter groups that a template declares. */
export const groupProviders = (rds: Pick<Rds, 'regions' | 'networks'>): ResourceProvider[] => [
  {
    type: 'AWS::RDS::DBSubnetGroup',
    create: (properties, at) => {
      const asked = SubnetGroup.parse(properties);
      const { name } = addSubnetGroup(rds, at, {
        name: nameOf('DBSubnetGroupName', asked.DBSubnetGroupName, at),
        description: asked.DBSubnetGroupDescription,
        subnetIds: asked.SubnetIds,
        tags: readTags(asked.Tags),
      });
      return created(name, { DBSubnetGroupArn: arnOf(at, 'subgrp', name) });
    },
  },
  {
    type: 'AWS::RDS::DBParameterGroup',
    create: (properties, at) => {
      const asked = InstanceGroup.parse(properties);
      const { name } = addParameterGroup(rds.regions.at(at).parameterGroups, at, {
        name: nameOf('DBParameterGroupName', asked.DBParameterGroupName, at),
        description: asked.Description,
        family: asked.Family,
        tags: readTags(asked.Tags),
      });
      return created(name, { DBParameterGroupName: name });
    },
  },
  {
    type: 'AWS::RDS::DBClusterParameterGroup',
    create: (properties, at) => {
      const asked = ClusterGroup.parse(properties);
      const { name } = addParameterGroup(rds.regions.at(at).clusterParameterGroups, at, {
        name: nameOf('DBClusterParameterGroupName', asked.DBClusterParameterGroupName, at),
        description: asked.Description,
        family: asked.Family,
        tags: readTags(asked.Tags),
      });
      return created(name, {});
    },
  },
];

const created = (ref: string, attributes: Record<string, string>): CreatedResource => ({
  ref,
  attributes,
});

/** Without a name, CloudFormation makes one of stack, logical id and some random characters. */
const nameOf = (
  property: string,
  name: string | undefined,
  { stackName, logicalId }: TemplatePlace,
): string => {
  if (name) return newGroupName(property, name);
  const suffix = createHash('sha256')
    .update(`${stackName}/${logicalId}`)
    .digest('hex')
    .slice(0, 12);
  return `${stackName}-${logicalId}-${suffix}`.toLowerCase();
};

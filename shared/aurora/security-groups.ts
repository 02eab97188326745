import { type EC2Client, type Filter, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { meaningOf } from './rds-errors.ts';
import { DEFAULT_SUBNET_GROUP, type LookAtSecurityGroups } from './references/network.ts';
import type { Referable } from './references/referable.ts';

/**
 * Looks by a filter: asked for in `GroupIds`, one group that does not exist would make EC2 refuse the
 * whole call.
 */
export const lookAtSecurityGroups =
  (client: EC2Client): LookAtSecurityGroups =>
  async (ids) => {
    /** A filter without values finds nothing, or is an error. */
    if (ids.length === 0) return [];
    return await described(client, ids.join(', '), { 'group-id': ids });
  };

/** What a cluster of a subnet group gets for which no security group is named; `undefined` if unknown. */
export type DefaultSecurityGroup = (subnetGroup: string | undefined) => Promise<string | undefined>;

/** Source: RDS API, CreateDBInstance: the default group of the subnet group's VPC. */
export const defaultSecurityGroup =
  (rds: Pick<Referable, 'subnetGroup'>, client: EC2Client): DefaultSecurityGroup =>
  async (subnetGroup = DEFAULT_SUBNET_GROUP) => {
    const vpc = (await rds.subnetGroup(subnetGroup))?.vpc_id;
    if (vpc === undefined) return undefined;
    const names = { 'vpc-id': [vpc], 'group-name': ['default'] };
    return (await described(client, `default of ${vpc}`, names))[0]?.id;
  };

async function described(
  client: EC2Client,
  which: string,
  by: Readonly<Record<string, readonly string[]>>,
) {
  const Filters: Filter[] = Object.entries(by).map(([Name, Values]) => ({
    Name,
    Values: [...Values],
  }));
  const groups: { id: string; vpc_id: string | undefined }[] = [];
  try {
    for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups(
      { client },
      { Filters },
    ))
      for (const { GroupId: id, VpcId: vpc_id } of SecurityGroups)
        if (id !== undefined) groups.push({ id, vpc_id });
    return groups;
  } catch (error) {
    throw meaningOf(error, `DescribeSecurityGroups ${which}`);
  }
}

import { type EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { meaningOf } from './rds-errors.ts';
import type { LookAtSecurityGroups } from './references/network.ts';

/**
 * Looks by a filter: asked for in `GroupIds`, one group that does not exist would make EC2 refuse the
 * whole call.
 */
export const lookAtSecurityGroups =
  (client: EC2Client): LookAtSecurityGroups =>
  async (ids) => {
    /** A filter without values finds nothing, or is an error. */
    if (ids.length === 0) return [];
    const Filters = [{ Name: 'group-id', Values: [...ids] }];
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
      throw meaningOf(error, `DescribeSecurityGroups ${ids.join(', ')}`);
    }
  };

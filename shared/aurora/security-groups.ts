import { type EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { meaningOf } from './rds-errors.ts';

export interface SecurityGroup {
  readonly id: string;
  /** `undefined` where there is no such group in this account and region. */
  readonly vpc_id: string | undefined;
}

/** Looks at security groups by their ids, and tells of every one that it is asked for. */
export type LookAtSecurityGroups = (ids: readonly string[]) => Promise<readonly SecurityGroup[]>;

export const lookAtSecurityGroups =
  (client: EC2Client): LookAtSecurityGroups =>
  async (ids) => {
    /** A filter without values is an error. */
    if (ids.length === 0) return [];
    /** Asked for in `GroupIds`, one that does not exist would make EC2 refuse the whole call. */
    const Filters = [{ Name: 'group-id', Values: [...ids] }];
    const found = new Map<string | undefined, string | undefined>();
    try {
      for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups(
        { client },
        { Filters },
      ))
        for (const { GroupId, VpcId } of SecurityGroups) found.set(GroupId, VpcId);
    } catch (error) {
      throw meaningOf(error, `DescribeSecurityGroups ${ids.join(', ')}`);
    }
    return ids.map((id) => ({ id, vpc_id: found.get(id) }));
  };

import { defaultGroupId } from '../../ec2/default-network.ts';
import { invalidCombination, invalidValue } from '../errors.ts';
import { subnetGroupOf } from '../groups/subnet-groups.ts';
import type { Rds } from '../rds.ts';
import type { ClusterSettings } from '../state/cluster.ts';
import { DEFAULT_SUBNET_GROUP, type Region } from '../state/regions.ts';

/**
 * The same settings, if the security groups that they name exist in the VPC of the subnet group. Where
 * they name none it is the VPC's default one. Codes and texts are those that RDS was seen to answer for
 * instances and clusters; that it says "instance" of a cluster too is assumed.
 */
export const withSecurityGroups = (
  { networks }: Pick<Rds, 'networks'>,
  region: Region,
  settings: ClusterSettings,
): ClusterSettings => {
  const { vpcId } = subnetGroupOf(region, settings.DBSubnetGroup ?? DEFAULT_SUBNET_GROUP);
  const { groups } = networks.at(region.place);
  for (const { VpcSecurityGroupId: id = '' } of settings.VpcSecurityGroups ?? []) {
    const group = groups.get(id);
    if (!group) throw invalidValue(`Invalid security group , groupId= ${id}, groupName=.`);
    if (group.vpcId !== vpcId)
      throw invalidCombination(
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpcId} and the EC2 security group is in ${group.vpcId}`,
      );
  }
  const byDefault = [{ VpcSecurityGroupId: defaultGroupId(vpcId), Status: 'active' }];
  return { VpcSecurityGroups: byDefault, ...settings };
};

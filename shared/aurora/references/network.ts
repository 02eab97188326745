import type { Reason } from '../../errors.ts';
import type { Referring } from '../references.ts';
import type { Referable } from './referable.ts';

/** Those of the security groups that exist, and the VPC in which each lies. */
export type LookAtSecurityGroups = (
  ids: readonly string[],
) => Promise<readonly { readonly id: string; readonly vpc_id: string | undefined }[]>;

/** What RDS takes where no subnet group is asked for: assumed, since its API reference does not say. */
export const DEFAULT_SUBNET_GROUP = 'default';

/** Whether the subnet group and the security groups exist, and lie where the deployment lies. */
export async function network(
  rds: Referable,
  { settings, instances, deployment_vpc_id }: Referring,
  lookAtSecurityGroups: LookAtSecurityGroups,
): Promise<readonly Reason[]> {
  const { db_subnet_group_name: asked, vpc_security_group_ids: ids = [] } = settings;
  const name = asked ?? DEFAULT_SUBNET_GROUP;
  const [subnets, groups] = await Promise.all([
    rds.subnetGroup(name),
    ids.length > 0 ? lookAtSecurityGroups([...new Set(ids)]) : [],
  ]);
  const reasons: Reason[] = [];
  const refuse = (code: Reason['code'], field: keyof typeof settings, told: string) =>
    reasons.push({ code, field, message: `${field}: ${told}` });

  if (!subnets && asked !== undefined)
    refuse('REFERENCE_NOT_FOUND', 'db_subnet_group_name', `RDS has no subnet group ${asked} here`);
  for (const { id, availability_zone: zone } of instances)
    if (subnets && zone !== undefined && !subnets.availability_zones.has(zone))
      refuse(
        'REFERENCE_NOT_FOUND',
        'db_subnet_group_name',
        `${name} has no subnet in ${zone}, where ${id} is to be`,
      );

  const vpc = subnets?.vpc_id;
  for (const id of new Set(ids)) {
    const group = groups.find((one) => one.id === id);
    if (!group)
      refuse('REFERENCE_NOT_FOUND', 'vpc_security_group_ids', `there is no security group ${id}`);
    else if (vpc !== undefined && group.vpc_id !== vpc)
      refuse(
        'SECURITY_GROUP_ELSEWHERE',
        'vpc_security_group_ids',
        `${id} lies in ${group.vpc_id ?? 'no VPC'}, subnet group ${name} in ${vpc}`,
      );
  }
  if (vpc !== undefined && deployment_vpc_id !== undefined && deployment_vpc_id !== vpc)
    refuse(
      'NETWORK_ELSEWHERE',
      'db_subnet_group_name',
      `${name} lies in ${vpc}, the deployment in ${deployment_vpc_id}`,
    );
  return reasons;
}

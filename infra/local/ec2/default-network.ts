import { idOf } from './ids.ts';
import type { Place, Subnet, Vpc } from './network.ts';

export interface DefaultNetwork {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  /** Of the VPC's default security group. */
  readonly securityGroupId: string;
}

/** What every account has in every region. Ids differ between them, and are the same at every start. */
export function defaultNetwork({ accountId, region }: Place): DefaultNetwork {
  const here = `${accountId}/${region}`;
  const tags = new Map<string, string>();
  const vpc = { id: idOf('vpc', here), cidr: '172.31.0.0/16', isDefault: true, tags };
  const subnets = ['a', 'b', 'c'].map((letter, index) => ({
    id: idOf('subnet', `${here}${letter}`),
    vpcId: vpc.id,
    cidr: `172.31.${index * 16}.0/20`,
    zone: `${region}${letter}`,
    isDefault: true,
    tags,
  }));
  return { vpc, subnets, securityGroupId: defaultGroupId(vpc.id) };
}

/** Every VPC comes with a security group of the name `default`. */
export const defaultGroupId = (vpcId: string): string => idOf('sg', vpcId);

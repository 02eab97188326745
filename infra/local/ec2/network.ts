import type { SecurityGroupRule } from '@aws-sdk/client-ec2';

/** Where resources live. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Everything that one account has in one region, by id. */
export interface Network {
  readonly place: Place;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly groups: ReadonlyMap<string, SecurityGroup>;
}

export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tags: ReadonlyMap<string, string>;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  /** The one that its zone has in the default VPC. */
  readonly isDefault: boolean;
  readonly tags: ReadonlyMap<string, string>;
}

export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Each of one protocol, range of ports and peer. */
  rules: readonly SecurityGroupRule[];
}

/** Networks as another service looks at them. */
export interface NetworkView {
  at(place: Place): Network;
}

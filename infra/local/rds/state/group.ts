import type { Subnet } from '../../ec2/network.ts';
import type { Place } from '../naming/arn.ts';

export interface SubnetGroup {
  readonly place: Place;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnets: readonly Pick<Subnet, 'id' | 'zone'>[];
  readonly tags: Map<string, string>;
}

/** A parameter group, of clusters or of instances. */
export interface ParameterGroup {
  readonly place: Place;
  readonly name: string;
  readonly description: string;
  readonly family: string;
  readonly tags: Map<string, string>;
}

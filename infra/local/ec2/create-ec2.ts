import { randomUUID } from 'node:crypto';
import type { Kept } from '../kept.ts';
import { type Call, type LocalService, type ResourceProvider, ServiceError } from '../service.ts';
import {
  createSecurityGroup,
  deleteSecurityGroup,
  describeSecurityGroups,
} from './group-operations.ts';
import { groupProviders } from './group-providers.ts';
import { keptNetworks } from './kept-networks.ts';
import type { NetworkView, Place } from './network.ts';
import { Networks } from './networks.ts';
import { checked, type Operations } from './operation.ts';
import { authorizeRules, revokeRules } from './rule-operations.ts';
import { createSubnet, createVpc, describeSubnets, describeVpcs } from './vpc-operations.ts';
import { vpcProviders } from './vpc-providers.ts';

export interface Ec2Options {
  /** Whether something outside EC2 has the security group; it then cannot be deleted. */
  readonly usedElsewhere?: (place: Place, groupId: string) => boolean;
  readonly uuid?: () => string;
}

export interface Ec2 {
  readonly service: LocalService;
  readonly providers: readonly ResourceProvider[];
  readonly networks: NetworkView;
  readonly kept: Kept;
}

/** VPCs, subnets and security groups, without any traffic. */
export function createEc2({
  usedElsewhere = () => false,
  uuid = randomUUID,
}: Ec2Options = {}): Ec2 {
  const networks = new Networks();
  const operations: Operations = {
    DescribeSecurityGroups: describeSecurityGroups(networks),
    CreateSecurityGroup: createSecurityGroup(networks, uuid),
    DeleteSecurityGroup: deleteSecurityGroup(networks, usedElsewhere),
    AuthorizeSecurityGroupIngress: authorizeRules(networks, false, uuid),
    AuthorizeSecurityGroupEgress: authorizeRules(networks, true, uuid),
    RevokeSecurityGroupIngress: revokeRules(networks, false),
    RevokeSecurityGroupEgress: revokeRules(networks, true),
    DescribeVpcs: describeVpcs(networks),
    CreateVpc: createVpc(networks, uuid),
    DescribeSubnets: describeSubnets(networks),
    CreateSubnet: createSubnet(networks, uuid),
  };
  return {
    service: {
      id: 'ec2',
      operations: Object.fromEntries(
        Object.entries(operations).map(([name, operation]) => [name, checked(operation)]),
      ),
      permissions: (input: never, call: Call) => {
        const operation = operations[call.operation];
        if (!operation) throw new ServiceError('InvalidAction', `no operation ${call.operation}`);
        return operation.permissions(input, call);
      },
    },
    providers: [...vpcProviders(networks), ...groupProviders(networks, uuid)],
    networks,
    kept: keptNetworks(networks),
  };
}

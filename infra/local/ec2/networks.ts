import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { defaultGroupId, defaultNetwork } from './default-network.ts';
import { groupExists, groupNotFound, subnetNotFound, vpcNotFound } from './errors.ts';
import { idOf } from './ids.ts';
import type { Network, NetworkView, Place, SecurityGroup, Subnet, Vpc } from './network.ts';
import { sameness } from './rules.ts';

interface ChangeableNetwork extends Network {
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly groups: Map<string, SecurityGroup>;
}

/** All accounts and regions. One that is asked for the first time has its default VPC. */
export class Networks implements NetworkView {
  readonly #networks = new Map<string, ChangeableNetwork>();

  at({ accountId, region }: Place): Network {
    return this.#at({ accountId, region });
  }

  addVpc(place: Place, vpc: Vpc): Vpc {
    const network = this.#at(place);
    network.vpcs.set(vpc.id, vpc);
    const group = defaultGroup(network.place, vpc.id);
    network.groups.set(group.id, group);
    return vpc;
  }

  addSubnet(place: Place, subnet: Subnet): Subnet {
    this.vpc(place, subnet.vpcId);
    this.#at(place).subnets.set(subnet.id, subnet);
    return subnet;
  }

  /** Names are unique in a VPC. */
  addGroup(place: Place, group: SecurityGroup): SecurityGroup {
    const { groups } = this.#at(place);
    this.vpc(place, group.vpcId);
    for (const { vpcId, name } of groups.values())
      if (vpcId === group.vpcId && name === group.name) throw groupExists(name, vpcId);
    groups.set(group.id, group);
    return group;
  }

  removeGroup(place: Place, id: string): void {
    this.#at(place).groups.delete(id);
  }

  everywhere(): readonly Network[] {
    return [...this.#networks.values()];
  }

  /** What was there before. Of what is there already only the rules of security groups come back. */
  putBack({ place, vpcs, subnets, groups }: Network): void {
    const network = this.#at(place);
    for (const [id, vpc] of vpcs) network.vpcs.set(id, network.vpcs.get(id) ?? vpc);
    for (const [id, subnet] of subnets) network.subnets.set(id, network.subnets.get(id) ?? subnet);
    for (const [id, group] of groups) {
      const declared = group.name === 'default' ? undefined : network.groups.get(id);
      if (declared) declared.rules = withRulesOf(declared, group);
      else network.groups.set(id, group);
    }
  }

  vpc(place: Place, id: string): Vpc {
    return found(this.#at(place).vpcs, id, vpcNotFound);
  }

  subnet(place: Place, id: string): Subnet {
    return found(this.#at(place).subnets, id, subnetNotFound);
  }

  group(place: Place, id: string): SecurityGroup {
    return found(this.#at(place).groups, id, groupNotFound);
  }

  #at({ accountId, region }: Place): ChangeableNetwork {
    const key = `${accountId}/${region}`;
    const network = this.#networks.get(key) ?? freshNetwork({ accountId, region });
    this.#networks.set(key, network);
    return network;
  }
}

const found = <T>(all: ReadonlyMap<string, T>, id: string, error: (id: string) => Error): T => {
  const one = all.get(id);
  if (one === undefined) throw error(id);
  return one;
};

function freshNetwork(place: Place): ChangeableNetwork {
  const { vpc, subnets } = defaultNetwork(place);
  const group = defaultGroup(place, vpc.id);
  return {
    place,
    vpcs: new Map([[vpc.id, vpc]]),
    subnets: new Map(subnets.map((subnet) => [subnet.id, subnet])),
    groups: new Map([[group.id, group]]),
  };
}

function withRulesOf({ rules }: SecurityGroup, other: SecurityGroup): SecurityGroup['rules'] {
  const known = new Set(rules.map(sameness));
  return [...rules, ...other.rules.filter((rule) => !known.has(sameness(rule)))];
}

/** Its members reach one another, and everything else; nobody else reaches them. */
function defaultGroup({ accountId }: Place, vpcId: string): SecurityGroup {
  const id = defaultGroupId(vpcId);
  return {
    id,
    vpcId,
    name: 'default',
    description: 'default VPC security group',
    tags: new Map(),
    rules: [
      {
        SecurityGroupRuleId: idOf('sgr', `${id}/ingress`),
        IsEgress: false,
        IpProtocol: '-1',
        ReferencedGroupInfo: { GroupId: id, UserId: accountId },
      },
      toEverywhere(id),
    ],
  };
}

/** The rule that a new group has. */
export const toEverywhere = (groupId: string): SecurityGroupRule => ({
  SecurityGroupRuleId: idOf('sgr', `${groupId}/egress`),
  IsEgress: true,
  IpProtocol: '-1',
  CidrIpv4: '0.0.0.0/0',
});

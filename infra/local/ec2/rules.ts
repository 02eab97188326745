import { isIP } from 'node:net';
import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { invalidValue, missing, notImplemented } from './errors.ts';

/** Where a rule's traffic comes from or goes to. */
type Peer = Pick<
  SecurityGroupRule,
  'CidrIpv4' | 'CidrIpv6' | 'PrefixListId' | 'ReferencedGroupInfo' | 'Description'
>;

/** The rules that a request's permissions stand for: one for each peer. */
export function rulesFrom(
  permissions: readonly IpPermission[],
  { IsEgress, ownAccount }: { readonly IsEgress: boolean; readonly ownAccount: string },
): SecurityGroupRule[] {
  return permissions.flatMap((permission) => {
    const traffic = { IsEgress, ...trafficOf(permission) };
    return peersIn(permission, ownAccount).map((peer) => ({ ...traffic, ...peer }));
  });
}

const NUMBERED: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  all: '-1',
};

function trafficOf({ IpProtocol, FromPort, ToPort }: IpPermission) {
  if (!IpProtocol) throw missing('ipProtocol');
  const protocol = NUMBERED[IpProtocol.toLowerCase()] ?? IpProtocol.toLowerCase();
  if (protocol === 'tcp' || protocol === 'udp') {
    if (FromPort === undefined || ToPort === undefined) throw missing('fromPort and toPort');
    if (!(FromPort >= 0 && FromPort <= ToPort && ToPort <= 65_535))
      throw invalidValue(`Invalid ${protocol.toUpperCase()} port range: ${FromPort}-${ToPort}`);
    return { IpProtocol: protocol, FromPort, ToPort };
  }
  if (protocol.startsWith('icmp')) return { IpProtocol: protocol, FromPort, ToPort };
  if (protocol !== '-1' && !/^\d{1,3}$/.test(protocol))
    throw invalidValue(`Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
  return { IpProtocol: protocol };
}

function peersIn(permission: IpPermission, ownAccount: string): Peer[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const peers: Peer[] = [
    ...IpRanges.map(({ CidrIp, Description }) => ({ CidrIpv4: cidr(CidrIp, 4), Description })),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => ({
      CidrIpv6: cidr(CidrIpv6, 6),
      Description,
    })),
    ...PrefixListIds.map(({ PrefixListId, Description }) => ({ PrefixListId, Description })),
    ...UserIdGroupPairs.map(({ GroupId, UserId = ownAccount, Description, ...others }) => {
      if (!GroupId || Object.keys(others).length > 0)
        throw notImplemented('a security group as a peer by anything but its GroupId');
      return { ReferencedGroupInfo: { GroupId, UserId }, Description };
    }),
  ];
  if (peers.length === 0) throw missing('cidrIp, cidrIpv6, prefixListId or groupId');
  return peers;
}

function cidr(text = '', version: 4 | 6): string {
  const [address = '', bits = '', ...more] = text.split('/');
  const longest = version === 4 ? 32 : 128;
  if (isIP(address) !== version || !/^\d+$/.test(bits) || Number(bits) > longest || more.length > 0)
    throw invalidValue(`CIDR block ${text} is malformed`);
  return text;
}

/** What makes two rules of a group the same; their descriptions do not. */
export const sameness = (rule: SecurityGroupRule): string =>
  `${rule.IsEgress ? 'egress' : 'ingress'} ${wordsOf(rule)}`;

export const wordsOf = (rule: SecurityGroupRule): string =>
  [
    `peer: ${rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? peerGroup(rule)}`,
    rule.IpProtocol === '-1' ? 'ALL' : rule.IpProtocol?.toUpperCase(),
    ...(rule.FromPort === undefined
      ? []
      : [`from port: ${rule.FromPort}`, `to port: ${rule.ToPort}`]),
    'ALLOW',
  ].join(', ');

const peerGroup = ({ ReferencedGroupInfo: group }: SecurityGroupRule) =>
  `${group?.UserId}/${group?.GroupId}`;

/** Rules as a group's description has them: together where protocol and ports are the same. */
export function permissionsOf(rules: readonly SecurityGroupRule[]): IpPermission[] {
  const permissions = new Map<string, Required<Peers> & IpPermission>();
  for (const { IpProtocol, FromPort, ToPort, Description, ...peer } of rules) {
    const traffic = `${IpProtocol} ${FromPort} ${ToPort}`;
    const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo } = peer;
    const permission = permissions.get(traffic) ?? {
      IpProtocol,
      FromPort,
      ToPort,
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    permissions.set(traffic, permission);
    if (CidrIpv4) permission.IpRanges.push({ CidrIp: CidrIpv4, Description });
    if (CidrIpv6) permission.Ipv6Ranges.push({ CidrIpv6, Description });
    if (PrefixListId) permission.PrefixListIds.push({ PrefixListId, Description });
    if (ReferencedGroupInfo) {
      const { GroupId, UserId } = ReferencedGroupInfo;
      permission.UserIdGroupPairs.push({ GroupId, UserId, Description });
    }
  }
  return [...permissions.values()];
}

type Peers = Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds' | 'UserIdGroupPairs'>;

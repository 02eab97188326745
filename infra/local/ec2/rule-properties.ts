import type { IpPermission } from '@aws-sdk/client-ec2';
import { z } from 'zod';

const text = z.string().optional();
const port = z.coerce.number().int().optional();

const traffic = {
  IpProtocol: z.coerce.string(),
  FromPort: port,
  ToPort: port,
  CidrIp: text,
  CidrIpv6: text,
  Description: text,
};

const ingress = z.strictObject({
  ...traffic,
  SourcePrefixListId: text,
  SourceSecurityGroupId: text,
  SourceSecurityGroupOwnerId: text,
});
const egress = z.strictObject({
  ...traffic,
  DestinationPrefixListId: text,
  DestinationSecurityGroupId: text,
});

const fromIngress = (rule: z.infer<typeof ingress>): IpPermission =>
  permission(rule, {
    PrefixListId: rule.SourcePrefixListId,
    GroupId: rule.SourceSecurityGroupId,
    UserId: rule.SourceSecurityGroupOwnerId,
  });
const fromEgress = (rule: z.infer<typeof egress>): IpPermission =>
  permission(rule, {
    PrefixListId: rule.DestinationPrefixListId,
    GroupId: rule.DestinationSecurityGroupId,
  });

/** Rules within a group's properties. */
export const IngressRule = ingress.transform(fromIngress);
export const EgressRule = egress.transform(fromEgress);

const group = { GroupId: z.string() };

/** Rules that are resources of their own. */
export const IngressResource = ingress
  .extend(group)
  .transform(({ GroupId, ...rule }) => ({ GroupId, rule: fromIngress(rule) }));
export const EgressResource = egress
  .extend(group)
  .transform(({ GroupId, ...rule }) => ({ GroupId, rule: fromEgress(rule) }));

interface Peer {
  readonly PrefixListId: string | undefined;
  readonly GroupId: string | undefined;
  readonly UserId?: string | undefined;
}

function permission(
  { IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6, Description }: Traffic,
  { PrefixListId, GroupId, UserId }: Peer,
): IpPermission {
  return {
    IpProtocol,
    FromPort,
    ToPort,
    ...(CidrIp && { IpRanges: [{ CidrIp, Description }] }),
    ...(CidrIpv6 && { Ipv6Ranges: [{ CidrIpv6, Description }] }),
    ...(PrefixListId && { PrefixListIds: [{ PrefixListId, Description }] }),
    ...(GroupId && { UserIdGroupPairs: [{ GroupId, UserId, Description }] }),
  };
}

type Traffic = Pick<z.infer<typeof ingress>, keyof typeof traffic>;

import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { Call, Permission } from '../service.ts';
import type { Place } from './network.ts';
import type { Networks } from './networks.ts';

type Kind = 'security-group' | 'vpc' | 'subnet';

export const arnOf = ({ region, accountId }: Place, kind: Kind, id: string): string =>
  `arn:aws:ec2:${region}:${accountId}:${kind}/${id}`;

/** Looking has no resource. */
export const look = (_input: unknown, call: Call): readonly Permission[] => [
  { action: `ec2:${call.operation}`, resource: '*' },
];

/** On something that exists, with its tags; a VPC in which something is made among them. */
export function onExisting(
  networks: Networks,
  call: Call,
  kind: 'security-group' | 'vpc',
  id: string,
): Permission {
  const { groups, vpcs } = networks.at(call);
  const tags = (kind === 'vpc' ? vpcs : groups).get(id)?.tags ?? new Map<string, string>();
  return {
    action: `ec2:${call.operation}`,
    resource: arnOf(call, kind, id),
    context: Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
  };
}

/** Making something, which has no id yet, and tagging it. */
export function onNew(
  call: Call,
  kind: Kind,
  specifications: readonly TagSpecification[] = [],
): readonly Permission[] {
  const tags = specifications.flatMap(({ Tags = [] }) => Tags);
  const resource = arnOf(call, kind, '*');
  const context = requestTags(tags);
  const making = { action: `ec2:${call.operation}`, resource, context };
  if (tags.length === 0) return [making];
  return [
    making,
    {
      action: 'ec2:CreateTags',
      resource,
      context: { ...context, 'ec2:CreateAction': call.operation },
    },
  ];
}

function requestTags(tags: readonly Tag[]): Record<string, string | string[]> {
  if (tags.length === 0) return {};
  const told = tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]);
  return { ...Object.fromEntries(told), 'aws:TagKeys': tags.map(({ Key = '' }) => Key) };
}

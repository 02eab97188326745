import type {
  AuthorizeSecurityGroupIngressRequest,
  IpPermission,
  RevokeSecurityGroupIngressRequest,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { missing, ruleExists, ruleNotFound } from './errors.ts';
import { wellFormed } from './group-operations.ts';
import { idOf } from './ids.ts';
import type { Place, SecurityGroup } from './network.ts';
import type { Networks } from './networks.ts';
import type { Operation } from './operation.ts';
import { onExisting } from './permissions.ts';
import { rulesFrom, sameness, wordsOf } from './rules.ts';

interface About {
  readonly GroupId?: string | undefined;
  readonly IpPermissions?: IpPermission[] | undefined;
}

interface Asked {
  readonly group: SecurityGroup;
  readonly rules: readonly SecurityGroupRule[];
}

const permissionsOn =
  (networks: Networks): Operation<About>['permissions'] =>
  ({ GroupId = '' }, call) => [onExisting(networks, call, 'security-group', GroupId)];

function asked(networks: Networks, input: About, place: Place, IsEgress: boolean): Asked {
  const { GroupId, IpPermissions = [] } = input;
  if (!GroupId) throw missing('groupId');
  if (IpPermissions.length === 0) throw missing('ipPermissions');
  const group = networks.group(place, wellFormed(GroupId));
  return { group, rules: rulesFrom(IpPermissions, { IsEgress, ownAccount: place.accountId }) };
}

export const authorizeRules = (
  networks: Networks,
  IsEgress: boolean,
  uuid: () => string,
): Operation<AuthorizeSecurityGroupIngressRequest> => ({
  members: ['GroupId', 'IpPermissions'],
  permissions: permissionsOn(networks),
  run: (input, call) => {
    const { group, rules } = asked(networks, input, call, IsEgress);
    const added = addRules(networks, call, group, rules, uuid);
    return {
      Return: true,
      SecurityGroupRules: added.map((rule) => ({
        ...rule,
        GroupId: group.id,
        GroupOwnerId: call.accountId,
      })),
    };
  },
});

/** All of them or none. The groups that they name must exist. */
export function addRules(
  networks: Networks,
  { region }: Place,
  group: SecurityGroup,
  rules: readonly SecurityGroupRule[],
  uuid: () => string,
): readonly SecurityGroupRule[] {
  const known = new Set(group.rules.map(sameness));
  for (const rule of rules) {
    const { GroupId, UserId = '' } = rule.ReferencedGroupInfo ?? {};
    if (GroupId) networks.group({ accountId: UserId, region }, wellFormed(GroupId));
    if (known.has(sameness(rule))) throw ruleExists(wordsOf(rule));
    known.add(sameness(rule));
  }
  const added = rules.map((rule) => ({ ...rule, SecurityGroupRuleId: idOf('sgr', uuid()) }));
  group.rules = [...group.rules, ...added];
  return added;
}

export const revokeRules = (
  networks: Networks,
  IsEgress: boolean,
): Operation<RevokeSecurityGroupIngressRequest> => ({
  members: ['GroupId', 'IpPermissions'],
  permissions: permissionsOn(networks),
  run: (input, call) => {
    const { group, rules } = asked(networks, input, call, IsEgress);
    const gone = new Set(rules.map(sameness));
    const left = group.rules.filter((rule) => !gone.has(sameness(rule)));
    if (group.rules.length - left.length < gone.size) throw ruleNotFound();
    group.rules = left;
    return { Return: true };
  },
});

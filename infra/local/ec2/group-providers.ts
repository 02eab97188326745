import type { IpPermission } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { parseProperties } from '../iam/template-properties.ts';
import type { CreatedResource, ResourceProvider, TemplatePlace } from '../service.ts';
import { newGroup } from './group-operations.ts';
import { idOf } from './ids.ts';
import type { SecurityGroup } from './network.ts';
import type { Networks } from './networks.ts';
import { addRules } from './rule-operations.ts';
import { EgressResource, EgressRule, IngressResource, IngressRule } from './rule-properties.ts';
import { rulesFrom } from './rules.ts';
import { templateTags } from './template-tags.ts';

const Group = z.strictObject({
  GroupDescription: z.string(),
  GroupName: z.string().optional(),
  SecurityGroupEgress: z.array(EgressRule).default([]),
  SecurityGroupIngress: z.array(IngressRule).default([]),
  Tags: templateTags,
  VpcId: z.string().optional(),
});

/** Security groups, and rules that are added to one. */
export function groupProviders(networks: Networks, uuid: () => string): ResourceProvider[] {
  const add = (
    at: TemplatePlace,
    group: SecurityGroup,
    IsEgress: boolean,
    permissions: readonly IpPermission[],
  ) => {
    const rules = rulesFrom(permissions, { IsEgress, ownAccount: at.accountId });
    return addRules(networks, at, group, rules, uuid);
  };
  const ruleProvider = (
    kind: string,
    IsEgress: boolean,
    schema: typeof IngressResource | typeof EgressResource,
  ): ResourceProvider => ({
    type: `AWS::EC2::SecurityGroup${kind}`,
    create(properties, at): CreatedResource {
      const { GroupId, rule } = parseProperties(schema, properties, at);
      const [{ SecurityGroupRuleId: Id = '' } = {}] = add(
        at,
        networks.group(at, GroupId),
        IsEgress,
        [rule],
      );
      return { ref: Id, attributes: { Id } };
    },
  });
  return [
    {
      type: 'AWS::EC2::SecurityGroup',
      create(properties, at) {
        const given = parseProperties(Group, properties, at);
        const { stackName, logicalId } = at;
        const group = newGroup(networks, at, {
          id: idOf('sg', `${at.accountId}/${at.region}/${stackName}/${logicalId}`),
          name: given.GroupName ?? `${stackName}-${logicalId}`,
          description: given.GroupDescription,
          vpcId: given.VpcId,
          tags: given.Tags,
        });
        /** Rules of a template's own take the place of the one that lets everything out. */
        if (given.SecurityGroupEgress.length > 0) group.rules = [];
        add(at, group, true, given.SecurityGroupEgress);
        add(at, group, false, given.SecurityGroupIngress);
        const { id, vpcId } = group;
        return { ref: id, attributes: { GroupId: id, Id: id, VpcId: vpcId } };
      },
    },
    ruleProvider('Ingress', false, IngressResource),
    ruleProvider('Egress', true, EgressResource),
  ];
}

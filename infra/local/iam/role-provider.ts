import { z } from 'zod';
import type { ResourceProvider } from '../service.ts';
import type { Iam } from './iam.ts';
import { parsePolicy } from './policy.ts';
import { roleId } from './role.ts';
import { defaultName, parseIdentityPolicy, parseProperties } from './template-properties.ts';

const roleProperties = z.strictObject({
  RoleName: z.string().optional(),
  Path: z.string().default('/'),
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z
    .array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() }))
    .default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  MaxSessionDuration: z.int().min(3600).max(43_200).optional(),
  // Nothing here depends on them.
  Description: z.string().optional(),
  Tags: z.unknown().optional(),
});

/** What these allow (logs, network interfaces, traces) belongs to no service of this environment. */
const withoutLocalEffect: ReadonlySet<string> = new Set([
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
  'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess',
]);

export function roleProvider(iam: Iam): ResourceProvider {
  return {
    type: 'AWS::IAM::Role',
    create(given, at) {
      const properties = parseProperties(roleProperties, given, at);
      const name = properties.RoleName ?? defaultName(at);
      const arn = `arn:aws:iam::${at.accountId}:role${properties.Path}${name}`;
      const trustAt = `${at.logicalId}.AssumeRolePolicyDocument`;
      const trust = parsePolicy(properties.AssumeRolePolicyDocument, trustAt);
      const policies = properties.Policies.map(({ PolicyName, PolicyDocument }) =>
        parseIdentityPolicy(PolicyDocument, `${at.logicalId}.Policies.${PolicyName}`),
      );
      for (const managed of properties.ManagedPolicyArns)
        if (!withoutLocalEffect.has(managed)) policies.push(iam.managedPolicy(managed));
      iam.createRole({ name, arn, trust, maxSessionSeconds: properties.MaxSessionDuration });
      for (const policy of policies) iam.attach(policy, name, at.accountId);
      return { ref: name, attributes: { Arn: arn, RoleId: roleId(arn) } };
    },
  };
}

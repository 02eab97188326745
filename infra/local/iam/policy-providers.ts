import { z } from 'zod';
import type { ResourceProvider } from '../service.ts';
import type { Iam } from './iam.ts';
import { defaultName, parseIdentityPolicy, parseProperties } from './template-properties.ts';

const policyProperties = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: z.unknown(),
  Roles: z.array(z.string()).min(1),
});

/** A policy that is part of the roles it names. */
export function policyProvider(iam: Iam): ResourceProvider {
  return {
    type: 'AWS::IAM::Policy',
    create(given, at) {
      const { PolicyName, PolicyDocument, Roles } = parseProperties(policyProperties, given, at);
      const policy = parseIdentityPolicy(PolicyDocument, `${at.logicalId}.PolicyDocument`);
      for (const role of Roles) iam.attach(policy, role, at.accountId);
      return { ref: PolicyName };
    },
  };
}

const managedPolicyProperties = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  Path: z.string().default('/'),
  PolicyDocument: z.unknown(),
  Roles: z.array(z.string()).default([]),
  Description: z.string().optional(),
});

/** A policy of its own, which roles may name by its ARN. */
export function managedPolicyProvider(iam: Iam): ResourceProvider {
  return {
    type: 'AWS::IAM::ManagedPolicy',
    create(given, at) {
      const properties = parseProperties(managedPolicyProperties, given, at);
      const name = properties.ManagedPolicyName ?? defaultName(at);
      const arn = `arn:aws:iam::${at.accountId}:policy${properties.Path}${name}`;
      const policy = parseIdentityPolicy(
        properties.PolicyDocument,
        `${at.logicalId}.PolicyDocument`,
      );
      iam.createManagedPolicy(arn, policy);
      for (const role of properties.Roles) iam.attach(policy, role, at.accountId);
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  };
}

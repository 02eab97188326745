import { type Decision, evaluate, type PolicyDocument } from '../iam/policy.ts';
import {
  type Call,
  type Delivery,
  type LocalService,
  type Permission,
  ServiceError,
} from '../service.ts';

/** Rejects what a service delivers unless the resource's own policy lets that service do so. */
export function checkDelivery(
  policy: PolicyDocument | undefined,
  { action, resource }: Permission,
  { service, sourceArn }: Delivery['from'],
): void {
  const decision = decide(policy, {
    action,
    resource,
    context: {
      'aws:SourceArn': sourceArn,
      'aws:SourceAccount': sourceArn.split(':')[4] ?? '',
      'aws:SecureTransport': 'true',
    },
    principal: { service },
  });
  if (decision !== 'allow') throw accessDenied(service, action, resource, decision);
}

/** The operations, each only where no policy of a resource it touches is against the caller. */
export function withResourcePolicies(
  operations: LocalService['operations'],
  permissions: LocalService['permissions'],
  policyOf: (arn: string) => PolicyDocument | undefined,
): LocalService['operations'] {
  const checked = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: never, call: Call) => {
      for (const permission of permissions(input, call))
        checkCaller(policyOf(permission.resource), permission, call);
      return operation(input, call);
    },
  ]);
  return Object.fromEntries(checked);
}

/**
 * Rejects a call that the resource's own policy denies, or that comes from another account without
 * being allowed by it. What the caller's own policies say was decided before.
 */
function checkCaller(
  policy: PolicyDocument | undefined,
  { action, resource, context = {} }: Permission,
  { principal }: Call,
): void {
  if (principal.roleArn === undefined) return;
  const decision = decide(policy, {
    action,
    resource,
    context: { ...context, 'aws:SecureTransport': 'true' },
    principal: { aws: principal.arn },
  });
  const owner = resource.split(':')[4];
  const foreign = owner !== undefined && owner !== principal.accountId;
  if (decision === 'deny' || (decision === 'none' && foreign))
    throw accessDenied(principal.arn, action, resource, decision);
}

function decide(
  policy: PolicyDocument | undefined,
  request: Parameters<typeof evaluate>[1],
): Decision {
  return evaluate(policy === undefined ? [] : [policy], request);
}

function accessDenied(who: string, action: string, resource: string, decision: Decision) {
  const reason =
    decision === 'deny'
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the ${action} action`;
  return new ServiceError(
    action.startsWith('sns:') ? 'AuthorizationError' : 'AccessDenied',
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    403,
  );
}

import { evaluate, type PolicyDocument, parsePolicy } from '../iam/policy.ts';
import { type Call, type LocalService, type Permission, ServiceError } from '../service.ts';
import type { ResourcePolicy } from './secret.ts';

/** Reads a policy that is to be attached to a secret. */
export function readPolicy(text: string, blockPublic: boolean): ResourcePolicy {
  const document = parsed(text);
  if (blockPublic && isPublic(document))
    throw new ServiceError(
      'PublicPolicyException',
      'You must remove the statements that allow everybody broad access, or not block public policies.',
    );
  return { text, document };
}

function parsed(text: string): PolicyDocument {
  try {
    return parsePolicy(JSON.parse(text), 'ResourcePolicy');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceError('MalformedPolicyDocumentException', reason);
  }
}

/** Whether anybody at all is allowed something without a condition. */
function isPublic({ statements }: PolicyDocument): boolean {
  return statements.some(
    ({ effect, principal, conditions }) =>
      effect === 'Allow' && conditions.length === 0 && principal?.AWS?.includes('*'),
  );
}

/** The operations, each only where no policy of the secret denies it to the caller. */
export function withResourcePolicies(
  operations: LocalService['operations'],
  permissions: LocalService['permissions'],
  policyOf: (arn: string, call: Call) => ResourcePolicy | undefined,
): LocalService['operations'] {
  const checked = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: never, call: Call) => {
      for (const permission of permissions(input, call))
        checkCaller(policyOf(permission.resource, call), permission, call);
      return operation(input, call);
    },
  ]);
  return Object.fromEntries(checked);
}

function checkCaller(
  policy: ResourcePolicy | undefined,
  { action, resource, context = {} }: Permission,
  { principal }: Call,
): void {
  if (!policy || principal.roleArn === undefined) return;
  const request = { action, resource, context, principal: { aws: principal.arn } };
  if (evaluate([policy.document], request) === 'deny')
    throw new ServiceError(
      'AccessDeniedException',
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in a resource-based policy`,
    );
}

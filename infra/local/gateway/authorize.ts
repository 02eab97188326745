import type { Iam } from '../iam/iam.ts';
import { type Call, type Permission, ServiceError } from '../service.ts';

/** Throws the service's own error for a call that lacks one of the permissions it needs. */
export function authorize(
  iam: Pick<Iam, 'allows'>,
  call: Call,
  permissions: readonly Permission[],
): void {
  for (const permission of permissions) {
    const context = { 'aws:RequestedRegion': call.region, ...permission.context };
    const decision = iam.allows(call.principal, { ...permission, context });
    if (decision !== 'allow') throw denial(call, permission, decision === 'deny');
  }
}

function denial(call: Call, { action, resource }: Permission, explicit: boolean): ServiceError {
  const reason = explicit
    ? 'with an explicit deny in an identity-based policy'
    : `because no identity-based policy allows the ${action} action`;
  const { code, status } = denialCodes[call.service] ?? { code: 'AccessDenied', status: 403 };
  return new ServiceError(
    code,
    `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    status,
  );
}

const denialCodes: Partial<Record<Call['service'], { code: string; status: number }>> = {
  sns: { code: 'AuthorizationError', status: 403 },
  ec2: { code: 'UnauthorizedOperation', status: 403 },
  events: { code: 'AccessDeniedException', status: 400 },
  secretsmanager: { code: 'AccessDeniedException', status: 400 },
  dynamodb: { code: 'AccessDeniedException', status: 400 },
  kms: { code: 'AccessDeniedException', status: 400 },
};

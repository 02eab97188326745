import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { type Role, roleId } from '../iam/role.ts';
import { decideTogether } from '../iam/root-of-trust.ts';
import { type Call, ServiceError } from '../service.ts';
import { type AssumeRole, readAssumeRole } from './assume-role-request.ts';
import type { StsOptions } from './create-sts.ts';

const HOUR_SECONDS = 3600;

/**
 * Gives a caller the credentials of a role whose trust policy, with the caller's own policies, allows
 * it. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole =
  ({ clock, iam }: StsOptions) =>
  (input: AssumeRoleRequest, call: Call): AssumeRoleResponse => {
    const asked = readAssumeRole(input);
    const { roleArn, sessionName } = asked;
    const role = iam.role(roleArn);
    if (role === undefined || !mayAssume(iam, role, asked, call)) throw denied(roleArn, call);
    const duration = sessionSeconds(role, asked, call);
    const expires = new Date(clock.now() + duration * 1000);
    const { kill } = call.principal;
    const credentials = iam.issue({ roleArn, sessionName, kill, expires });
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: expires,
      },
      AssumedRoleUser: {
        AssumedRoleId: `${roleId(roleArn)}:${sessionName}`,
        Arn: `arn:aws:sts::${accountOf(roleArn)}:assumed-role/${role.name}/${sessionName}`,
      },
    };
  };

function mayAssume(
  iam: StsOptions['iam'],
  { arn, trust }: Role,
  { sessionName, externalId }: AssumeRole,
  { principal, region }: Call,
): boolean {
  const context = {
    'aws:RequestedRegion': region,
    'sts:RoleSessionName': sessionName,
    ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
  };
  const guarded = { policy: trust, accountId: accountOf(arn) };
  const permission = { action: 'sts:AssumeRole', resource: arn, context };
  return decideTogether(iam, principal, guarded, permission) === 'allow';
}

/** A role that assumes another one has it for an hour at most, whatever that one allows. */
function sessionSeconds(role: Role, { seconds }: AssumeRole, { principal }: Call): number {
  const asked = seconds ?? HOUR_SECONDS;
  if (principal.roleArn !== undefined && asked > HOUR_SECONDS)
    throw new ServiceError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  if (asked > (role.maxSessionSeconds ?? HOUR_SECONDS))
    throw new ServiceError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  return asked;
}

/** Whether the role exists is not told to those who may not assume it. */
const denied = (roleArn: string, { principal }: Call) =>
  new ServiceError(
    'AccessDenied',
    `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );

const accountOf = (roleArn: string) => roleArn.split(':')[4] ?? '';

import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Clock } from '../clock.ts';
import type { Iam } from '../iam/iam.ts';
import { roleId } from '../iam/role.ts';
import type { Call, LocalService } from '../service.ts';
import { assumeRole } from './assume-role.ts';

export interface StsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly iam: Pick<Iam, 'allows' | 'context' | 'issue' | 'role'>;
}

/** Tells callers who they are, and gives them the credentials of roles that trust them. */
export function createSts(options: StsOptions): LocalService {
  return {
    id: 'sts',
    operations: { AssumeRole: assumeRole(options), GetCallerIdentity: getCallerIdentity },
    // AWS lets everybody ask who they are, even against a policy; whether a role may be assumed is
    // decided where its trust policy is known.
    permissions: () => [],
  };
}

const getCallerIdentity = (
  _input: GetCallerIdentityRequest,
  { principal: { accountId, arn, roleArn } }: Call,
): GetCallerIdentityResponse => ({
  Account: accountId,
  Arn: arn,
  UserId: roleArn === undefined ? accountId : `${roleId(roleArn)}:${arn.split('/').at(-1)}`,
});

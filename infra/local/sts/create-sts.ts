import type { LocalService } from '../service.ts';

/** Tells callers who they are. */
export function createSts(): LocalService {
  return {
    id: 'sts',
    operations: {
      GetCallerIdentity: (_input, { principal: { accountId, arn, roleArn } }) => ({
        Account: accountId,
        Arn: arn,
        UserId: roleArn === undefined ? accountId : arn.split('/').slice(1).join(':'),
      }),
    },
    // AWS lets everybody ask who they are, even against a policy.
    permissions: () => [],
  };
}

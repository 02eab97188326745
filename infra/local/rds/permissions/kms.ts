import type { Call, Permission } from '../../service.ts';
import { kmsKeyArn } from '../naming/kms-key.ts';

/** What RDS does with a customer's key on the caller's behalf, so the caller must be allowed to. */
export const keyUse = (key: string | undefined, call: Call): Permission[] => {
  if (!key) return [];
  const resource = kmsKeyArn(key, call);
  const context = { 'kms:ViaService': `rds.${call.region}.amazonaws.com` };
  return [
    { action: 'kms:DescribeKey', resource, context },
    {
      action: 'kms:CreateGrant',
      resource,
      context: { ...context, 'kms:GrantIsForAWSResource': 'true' },
    },
  ];
};
